package dev.daybreak.proxy.sql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WordFilterTest {
  private static final List<String> PIECES =
      List.of(
          "select",
          "SET",
          "my.tenant",
          "begin",
          "Start",
          "transaction",
          "read",
          "only",
          "write",
          "set_config",
          "(",
          "'my.x'",
          ",",
          "'y'",
          ")",
          ";",
          "--",
          "\n",
          "/*",
          "*/",
          "$$",
          "$a$",
          "\"",
          "'",
          "temp",
          "temporary",
          "pg_temp",
          ".t",
          "declare",
          "c",
          "hold",
          "\u00e9set",
          "9set",
          "x$set",
          "pg_advisory_lock",
          "pg_try_advisory_lock_shared",
          "discard",
          "all",
          "reset",
          "execute",
          "transaction_read_only",
          "default_transaction_read_only",
          "=",
          "1",
          "abalance",
          "from",
          "pgbench_accounts",
          "local",
          "session",
          "sets",
          "begins",
          "_set");

  private final SqlCache cache = new SqlCache();

  private Sql watched(String text) {
    ByteBuf bytes = Unpooled.wrappedBuffer(("__" + text).getBytes(ISO_8859_1));
    return cache.watched(bytes, 2, bytes.writerIndex());
  }

  @Test
  void whatItPassesOverHoldsNothingToRemember() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int passed = 0;
    for (int i = 0; i < 100_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int words = random.nextInt(7); words >= 0; words--) {
        text.append(PIECES.get(random.nextInt(PIECES.size())));
        text.append(random.nextInt(4) == 0 ? "" : " ");
      }
      Sql exact = SqlReader.read(text.toString());
      Sql watched = watched(text.toString());
      assertThat(watched.plain()).as("seed %s: %s", seed, text).isEqualTo(exact.plain());
      assertThat(watched.beginReadOnly()).as("%s", text).isEqualTo(exact.beginReadOnly());
      assertThat(watched.customSettings()).as("%s", text).isEqualTo(exact.customSettings());
      assertThat(watched.unmovable()).as("%s", text).isEqualTo(exact.unmovable());
      passed += watched == Sql.PLAIN ? 1 : 0;
    }
    assertThat(passed).as("texts passed over").isGreaterThan(1_000);
  }

  @Test
  void theUsualQueryIsPassedOver() {
    assertThat(watched("SELECT abalance FROM pgbench_accounts WHERE aid = 4711;"))
        .isSameAs(Sql.PLAIN);
    assertThat(watched("UPDATE t SET")).isNotSameAs(Sql.PLAIN);
    assertThat(watched("sel SET\tMY.X = 1").customSettings()).containsExactly("my.x");
  }
}
