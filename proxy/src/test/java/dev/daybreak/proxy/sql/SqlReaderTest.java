package dev.daybreak.proxy.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.kernel.route.Unmovable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlReaderTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        "  -- a comment; INSERT\n select * from t where a = 'INSERT INTO'",
        "WITH a AS (SELECT 1) SELECT * FROM a",
        "/* nested /* UPDATE */ comment */ VALUES (1)",
        "SELECT substring('x' FOR 2), \"update\" FROM \"delete\"",
        "SELECT $tag$ DELETE FROM x; $tag$",
        "SELECT E'it\\'s; INSERT'",
        "BEGIN READ ONLY",
        "START TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
        "BEGIN READ ONLY; SELECT 1; COMMIT",
        "COPY t TO STDOUT",
        "SHOW work_mem",
        "TABLE t"
      })
  void knowsReads(String text) {
    assertThat(SqlReader.read(text).read()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO t VALUES (1)",
        "WITH a AS (INSERT INTO t VALUES (1) RETURNING *) SELECT * FROM a",
        "SELECT * FROM t FOR UPDATE",
        "SELECT * FROM t FOR NO KEY UPDATE",
        "SELECT * FROM t FOR SHARE",
        "SELECT * INTO x FROM t",
        "SELECT nextval('s')",
        "SELECT pg_advisory_lock(1)",
        "SELECT lo_create(0)",
        "SELECT pg_notify('a', 'b')",
        "SELECT set_config('a.b', 'c', false)",
        "SELECT 1; DELETE FROM t",
        "BEGIN",
        "BEGIN ISOLATION LEVEL SERIALIZABLE",
        "BEGIN READ ONLY; SET TRANSACTION READ WRITE",
        "START TRANSACTION READ WRITE",
        "COPY t FROM STDIN",
        "COPY t TO PROGRAM 'x'",
        "COMMIT PREPARED 'x'",
        "EXECUTE s",
        "NOTIFY a",
        "SET a.b = 'c'",
        "EXPLAIN ANALYZE UPDATE t SET a = 1",
        "CALL p()",
        "DO $$ BEGIN END $$",
        "",
        ";"
      })
  void takesEverythingElseForAWrite(String text) {
    assertThat(SqlReader.read(text).read()).isFalse();
  }

  @Test
  void findsNamesOfCustomSettings() {
    assertThat(SqlReader.read("SET my.tenant = 'x'").customSettings()).containsExactly("my.tenant");
    assertThat(SqlReader.read("set session \"My\".\"Tenant\" to x").customSettings())
        .containsExactly("my.tenant");
    assertThat(SqlReader.read("SELECT set_config('a.B', $1, false)").customSettings())
        .containsExactly("a.B");
    assertThat(SqlReader.read("SELECT set_config($1, $2, false)").settingByParameter()).isTrue();
    assertThat(
            SqlReader.read("DO $$ BEGIN PERFORM set_config('x.y', 'z', false); END $$")
                .customSettings())
        .containsExactly("x.y");
    assertThat(SqlReader.read("SELECT a.b FROM a").plain()).isTrue();
  }

  @Test
  void findsStateThatCannotMove() {
    assertThat(SqlReader.read("CREATE TEMP TABLE t (a int)").unmovable())
        .containsExactly(Unmovable.TEMPORARY);
    assertThat(SqlReader.read("DECLARE c CURSOR WITH HOLD FOR SELECT 1").unmovable())
        .containsExactly(Unmovable.CURSOR);
    assertThat(SqlReader.read("SELECT pg_try_advisory_lock(1)").unmovable())
        .containsExactly(Unmovable.ADVISORY);
    assertThat(SqlReader.read("SELECT pg_advisory_xact_lock(1)").unmovable()).isEmpty();
  }

  @Test
  void tellsWhenAReadOnlyTransactionCouldWriteAgain() {
    assertThat(SqlReader.read("SET TRANSACTION READ WRITE").escapes()).isTrue();
    assertThat(SqlReader.read("SET transaction_read_only = off").escapes()).isTrue();
    assertThat(SqlReader.read("RESET ALL").escapes()).isTrue();
    assertThat(SqlReader.read("COMMIT; INSERT INTO t VALUES (1)").endsAndGoesOn()).isTrue();
    assertThat(SqlReader.read("ROLLBACK TO a; SELECT 1").endsAndGoesOn()).isFalse();
    assertThat(SqlReader.read("SELECT 1").escapes()).isFalse();
  }
}
