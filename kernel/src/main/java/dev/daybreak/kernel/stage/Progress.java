package dev.daybreak.kernel.stage;

/**
 * Where a stage says how far it is. Implementations are thread-safe and cheap; a stage reports as
 * often as it likes.
 */
@FunctionalInterface
public interface Progress {
  /** Tells nobody. */
  Progress NONE = step -> {};

  /** The unit of work that is measured by what has to be read. */
  String BYTES = "bytes";

  void report(Step step);

  /**
   * A reading of progress.
   *
   * @param activity what is being done, such as {@code copy} or {@code index}
   * @param done units done
   * @param total units in all, or 0 when unknown
   * @param unit {@code rows}, {@code tables}, {@code bytes}, ...
   * @param bytes bytes moved so far, or 0
   */
  record Step(String activity, long done, long total, String unit, long bytes) {}
}
