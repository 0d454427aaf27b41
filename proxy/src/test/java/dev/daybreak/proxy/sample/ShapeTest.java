package dev.daybreak.proxy.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Which statements count as the same. */
class ShapeTest {
  private static long shape(String text) {
    ByteBuf bytes = Unpooled.copiedBuffer("xx" + text + "yy", StandardCharsets.UTF_8);
    try {
      return new Shape().of(bytes, 2, bytes.writerIndex() - 2);
    } finally {
      bytes.release();
    }
  }

  @Test
  void valuesCommentsAndGapsDoNotCount() {
    String[] alike = {
      "SELECT a1 FROM t WHERE id = 1 AND b = 'x'",
      "SELECT a1 FROM t WHERE id = 12345.6 AND b = 'it''s longer'",
      "SELECT  a1\nFROM t /* trace 77 */ WHERE id = 0 -- 5\n AND b = ''",
    };
    assertThat(alike).extracting(ShapeTest::shape).containsOnly(shape(alike[0]));
  }

  @Test
  void everythingElseCounts() {
    String[] different = {
      "SELECT a1 FROM t WHERE id = 1",
      "SELECT a2 FROM t WHERE id = 1",
      "SELECT a1 FROM t WHERE id = $1",
      "SELECT a1 FROM t WHERE id = $2",
      "SELECT a1 FROM t WHERE id = '1'",
      "SELECT a1 FROM \"t1\" WHERE id = 1",
      "SELECT a1 FROM \"t2\" WHERE id = 1",
      "SELECT a1 FROM t WHERE id > 1",
      "SELECT a 1 FROM t WHERE id = 1",
      "",
    };
    assertThat(different).extracting(ShapeTest::shape).doesNotHaveDuplicates();
  }

  @Test
  void aVeryLongTextCostsNoMoreThanItsBeginning() {
    String values = "INSERT INTO t VALUES " + "(1, 'x'), ".repeat(10_000);
    assertThat(shape(values + "(2)")).isEqualTo(shape(values + "('')"));
    assertThat(shape(values)).isNotEqualTo(shape(values + values));
  }
}
