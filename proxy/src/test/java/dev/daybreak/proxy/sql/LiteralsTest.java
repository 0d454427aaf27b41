package dev.daybreak.proxy.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is left of a statement when its literals are taken out. */
class LiteralsTest {
  private static Literals.Result out(String text) {
    return Literals.takeOut(text, false);
  }

  private static String values(String text) {
    return String.join(
        "|",
        out(text).literals().stream()
            .map(literal -> literal.value() == null ? "?" : literal.value())
            .toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "SELECT 1 ~ SELECT $1 ~ 1",
        "SELECT  a -- x¶, /* 'y' */ 'it''s' ~ SELECT a , $1 ~ it's",
        "SELECT E'a\\'b\\n', e'\\\\' ~ SELECT $1, $2 ~ `a'b\n|\\`",
        "SELECT E'\\x41', U&'d\\0061' ~ SELECT $1, $2 ~ ?|?",
        "SELECT U&'d!0061' UESCAPE '!' ~ SELECT $1 ~ ?",
        "SELECT $q$it's$q$, $$x$$ ~ SELECT $1, $2 ~ it's|x",
        "SELECT B'101', X'1f' ~ SELECT $1, $2 ~ b101|x1f",
        "SELECT 1.5e-3, .5, 1_000, 0x1F ~ SELECT $1, $2, $3, $4 ~ 1.5e-3|.5|1000|0x1F",
        "SELECT 'a'¶ 'b' ~ SELECT $1 ~ ab",
        "SELECT t1.c2, \"a 'b' 1\" FROM t1 ~ SELECT t1.c2, \"a 'b' 1\" FROM t1 ~ ``",
        "WHERE a=$1 AND b=2 AND c=$3 ~ WHERE a=$1 AND b=$4 AND c=$3 ~ 2",
        "SELECT date '2020-01-01' ~ SELECT CAST($1 AS date) ~ 2020-01-01",
        "SELECT timestamp with time zone 'x' ~ SELECT CAST($1 AS timestamp with time zone) ~ x",
        "SELECT t AT TIME ZONE 'UTC' ~ SELECT t AT TIME ZONE $1 ~ UTC",
        "SELECT interval '1' day to hour ~ SELECT CAST($1 AS interval day to hour) ~ 1",
        "SELECT a::numeric(10,2), '7'::int ~ SELECT a::numeric(10,2), $1::int ~ 7",
        "SELECT extract('year' from d) ~ SELECT extract('year' from d) ~ ``",
        "SELECT a FROM t ORDER BY 1, 2 DESC LIMIT 3 ~ SELECT a FROM t ORDER BY 1, 2 DESC LIMIT $1"
            + " ~ 3",
        "SELECT a FROM t ORDER BY a+1 ~ SELECT a FROM t ORDER BY a+$1 ~ 1",
        "SELECT a/10 FROM t GROUP BY a/10 ~ SELECT a/$1 FROM t GROUP BY a/$1 ~ 10",
        "SET work_mem = 64 ~ SET work_mem = 64 ~ ``",
        "SET my.tenant = 'x' ~ SET my.tenant = $1 ~ x",
        "SELECT 'open ~ SELECT $1 ~ open",
        "EXECUTE s(42, 'x') ~ EXECUTE s($1, $2) ~ 42|x"
      })
  void takesLiteralsOut(String text, String left, String values) {
    String lines = text.replace('¶', '\n');
    assertThat(out(lines).text()).isEqualTo(left);
    assertThat(values(lines)).isEqualTo(values == null ? "" : values);
  }

  @Test
  void numbersKnowTheirTypes() {
    assertThat(out("SELECT 1, 2147483648, 1.0, 99999999999999999999, 'x', B'1'").literals())
        .extracting(Literal::type)
        .containsExactly(23, 20, 1700, 1700, 0, 1560);
  }

  @Test
  void backslashesCountWhereTheSessionSaysSo() {
    assertThat(Literals.takeOut("SELECT 'a\\', 1, '", true).literals()).hasSize(1);
    assertThat(Literals.takeOut("SELECT 'a\\', 1, ''", false).literals()).hasSize(3);
  }

  @Test
  void nothingOfALiteralIsLeftHoweverItIsWritten() {
    String[] forms = {
      "'%s'", "E'%s'", "$$%s$$", "$a$%s$a$", "'x''%s'", "E'\\'%s'", "U&'%s'", "N'%s'", "'a'\n'%s'"
    };
    for (String form : forms) {
      String text = "INSERT INTO t VALUES (1, " + form.formatted("hidden") + ") -- hidden";
      assertThat(out(text).text()).as(text).doesNotContain("hidden").startsWith("INSERT INTO t");
    }
  }
}
