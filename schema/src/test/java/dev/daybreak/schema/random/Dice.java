package dev.daybreak.schema.random;

import dev.daybreak.kernel.Names;
import java.util.List;
import java.util.Random;

/** Random choices that are the same for the same seed. */
final class Dice {
  private static final List<String> WORDS =
      List.of(
          "a",
          "order",
          "Mixed Case",
          "user",
          "é ü",
          "we.ird",
          "q\"uote",
          "it's",
          "select",
          "x$1",
          "back\\slash",
          "name;",
          "per%cent",
          "tab\tbed",
          "l_o_n_g_".repeat(7),
          "T",
          "t",
          "😀",
          "1st",
          "grant",
          "value",
          "key",
          "{fn}",
          "?",
          ":p",
          "--",
          "/*",
          "new",
          "old",
          "$$");

  private final Random random;
  private int names;

  Dice(long seed) {
    this.random = new Random(seed);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  @SafeVarargs
  final <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** The text, sometimes. */
  String maybe(int percent, String text) {
    return chance(percent) ? text : "";
  }

  /** A quoted name nobody has yet: most are plain, some are not. */
  String name(String kind) {
    names++;
    return Names.quote(chance(60) ? kind + names : pick(WORDS) + names);
  }
}
