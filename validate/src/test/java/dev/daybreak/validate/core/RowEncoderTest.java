package dev.daybreak.validate.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RowEncoderTest {
  private static final long SEED = Long.getLong("daybreak.seed", System.nanoTime());
  private static final String[] PIECES = {
    "", " ", "a", "|", "a|", "b", "NULL", "\\N", "\t", "0", "-0", "1.1", "1.10", "1.100", "t\u0001",
    "é"
  };

  private static byte[] encode(boolean strict, List<ValueForm> forms, List<@Nullable String> row) {
    RowEncoder encoder = new RowEncoder();
    encoder.begin();
    for (int i = 0; i < row.size(); i++) {
      String text = row.get(i);
      if (text == null) {
        encoder.nil(forms.get(i));
      } else {
        byte[] bytes = ("#" + text).getBytes(StandardCharsets.UTF_8);
        encoder.value(forms.get(i), bytes, 1, bytes.length - 1);
      }
    }
    return strict ? encoder.strict() : encoder.semantic();
  }

  /** Every pair of distinct typed rows has distinct encodings: no separator can be forged. */
  @Test
  void distinctRowsHaveDistinctEncodings() {
    Random random = new Random(SEED);
    Map<String, List<Object>> seen = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      List<ValueForm> forms = new ArrayList<>();
      List<@Nullable String> row = new ArrayList<>();
      for (int column = random.nextInt(5); column > 0; column--) {
        forms.add(random.nextBoolean() ? ValueForm.TEXT : ValueForm.BPCHAR);
        row.add(random.nextInt(6) == 0 ? null : text(random));
      }
      String encoded = new String(encode(true, forms, row), StandardCharsets.ISO_8859_1);
      List<Object> identity = List.of(forms.toString(), String.valueOf(row), nulls(row));
      assertThat(seen.computeIfAbsent(encoded, k -> identity))
          .as("seed %d", SEED)
          .isEqualTo(identity);
    }
    assertThat(seen).hasSizeGreaterThan(5_000);
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int piece = random.nextInt(3); piece >= 0; piece--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  private static String nulls(List<@Nullable String> row) {
    StringBuilder shape = new StringBuilder();
    row.forEach(v -> shape.append(v == null ? "n" : v.length() + ","));
    return shape.toString();
  }

  @Test
  void oneMeaningOneSemanticEncoding() {
    assertSame(ValueForm.NUMERIC, "1.10", "1.1");
    assertSame(ValueForm.NUMERIC, "5.000", "5");
    assertSame(ValueForm.FLOAT, "-0", "0");
    assertSame(ValueForm.BPCHAR, "ab   ", "ab");
    assertSame(ValueForm.JSONB, "{\"a\": 1.10, \"b\": \"2.50\"}", "{\"a\": 1.1, \"b\": \"2.50\"}");
  }

  @Test
  void anotherMeaningIsAnotherSemanticEncoding() {
    assertOther(ValueForm.NUMERIC, "1.01", "1.1");
    assertOther(ValueForm.NUMERIC, "10", "1");
    assertOther(ValueForm.NUMERIC, "NaN", "0");
    assertOther(ValueForm.TEXT, "ab ", "ab");
    assertOther(ValueForm.TEXT, "-0", "0");
    assertOther(ValueForm.BPCHAR, " ab", "ab");
    assertOther(ValueForm.JSONB, "{\"b\": \"2.50\"}", "{\"b\": \"2.5\"}");
    assertOther(ValueForm.JSONB, "{\"a\\\"1.10\": 1}", "{\"a\\\"1.1\": 1}");
  }

  private static void assertSame(ValueForm form, String a, String b) {
    assertThat(strict(form, a)).isNotEqualTo(strict(form, b));
    assertThat(semantic(form, a)).isEqualTo(semantic(form, b));
  }

  private static void assertOther(ValueForm form, String a, String b) {
    assertThat(semantic(form, a)).isNotEqualTo(semantic(form, b));
  }

  private static byte[] strict(ValueForm form, String text) {
    return encode(true, List.of(ValueForm.TEXT, form), List.of("x", text));
  }

  private static byte[] semantic(ValueForm form, String text) {
    return encode(false, List.of(ValueForm.TEXT, form), List.of("x", text));
  }

  @Test
  void sumsDoNotCancelAndDoNotDependOnOrder() {
    DigestSum one = new DigestSum();
    one.add(1, -1);
    one.add(7, 5);
    DigestSum other = new DigestSum();
    other.add(7, 5);
    other.add(1, -1);
    assertThat(one.value()).isEqualTo(other.value()).isEqualTo(new Digest(9, 4));
    one.add(7, 5);
    assertThat(one.value()).isNotEqualTo(other.value());
  }

  @Test
  void shortKeysAreKeptWholeAndNotShown() {
    Hasher hasher = new Hasher();
    byte[] key = {0, 1, 2};
    hasher.fingerprint(key, 0, 3);
    Digest inline = hasher.value();
    hasher.fingerprint(new byte[] {0, 1, 2, 0}, 0, 4);
    assertThat(hasher.value()).isNotEqualTo(inline);
    assertThat(Hasher.shown(inline)).hasSize(32).doesNotContain("000102");
  }
}
