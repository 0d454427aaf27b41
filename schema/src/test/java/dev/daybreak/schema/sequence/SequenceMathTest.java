package dev.daybreak.schema.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SequenceMathTest {
  private static final SequenceName NAME = new SequenceName("s", "q");

  @Test
  void aPlacedSequenceNeverGivesWhatTheSourceGivesNextOrGaveBefore() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      Sequence source = random(random);
      long first = source.increment() > 0 ? source.minimum() : source.maximum();
      Sequence target = source.at(first, false);
      Sequence placed = SequenceMath.place(source, target, random.nextInt(5));
      SequenceMath.prove(source, placed, placed);
      BigInteger given = SequenceMath.next(source).orElse(null);
      BigInteger gives = SequenceMath.next(placed).orElse(null);
      if (given == null) {
        assertThat(gives).as("%s", source).isNull();
      } else {
        assertThat(gives).as("%s", source).isNotNull();
        assertThat(gives.subtract(given).signum() * Long.signum(source.increment()))
            .as("%s", source)
            .isNotNegative();
      }
    }
  }

  private static Sequence random(Random random) {
    long increment = random.nextInt(1, 9) * (random.nextBoolean() ? 1 : -1);
    long minimum = random.nextInt(4) == 0 ? Long.MIN_VALUE : random.nextInt(-50, 50);
    long maximum = random.nextInt(4) == 0 ? Long.MAX_VALUE : random.nextInt(51, 200);
    long last = random.nextInt(50, 52);
    return new Sequence(
        NAME,
        increment,
        minimum,
        maximum,
        random.nextInt(1, 4),
        false,
        last,
        random.nextBoolean(),
        false);
  }
}
