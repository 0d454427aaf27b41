package dev.daybreak.proxy.sample;

import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * How one database's statements are sampled.
 *
 * @param mode what is recorded
 * @param every after its first time a statement is looked at every so many times, at least 1
 * @param bytesMax size of the file, from 64 KiB
 * @param valueBytesMax a longer value is not kept, at least 0
 * @param redact regular expressions; of a statement whose text one is found in, no value is kept
 */
public record SampleOptions(
    SampleMode mode, int every, long bytesMax, int valueBytesMax, List<String> redact) {
  /** Nothing is recorded. */
  public static final SampleOptions OFF =
      new SampleOptions(SampleMode.OFF, 100, 16 << 20, 256, List.of());

  private static final long BYTES_LEAST = 64 << 10;

  public SampleOptions {
    redact = List.copyOf(redact);
    if (every < 1 || bytesMax < BYTES_LEAST || valueBytesMax < 0) {
      throw new MigrationException(
          ErrorCode.BAD_CONFIGURATION,
          "a sample needs 'every' of at least 1, 'bytesMax' of at least 65536 and 'valueBytesMax'"
              + " of at least 0.",
          "Correct the sample's limits.");
    }
    redact.forEach(SampleOptions::compiled);
  }

  /** The usual limits in another mode. */
  public static SampleOptions of(SampleMode mode) {
    return new SampleOptions(mode, OFF.every, OFF.bytesMax, OFF.valueBytesMax, OFF.redact);
  }

  /** Whether anything is recorded. */
  public boolean on() {
    return mode != SampleMode.OFF;
  }

  List<Pattern> patterns() {
    return redact.stream().map(SampleOptions::compiled).toList();
  }

  private static Pattern compiled(String text) {
    try {
      return Pattern.compile(text, Pattern.CASE_INSENSITIVE);
    } catch (PatternSyntaxException e) {
      throw new MigrationException(
          ErrorCode.BAD_CONFIGURATION,
          "'" + text + "' is no regular expression: " + e.getDescription() + ".",
          "Write it as Java's java.util.regex.Pattern reads it.");
    }
  }
}
