package dev.daybreak.load;

/**
 * Limits of the full load.
 *
 * @param workers copies at the same time; each uses one connection on either side
 * @param chunkBytes tables larger than this are copied in ranges of about this size
 */
public record LoadOptions(int workers, long chunkBytes) {
  private static final int WORKERS_MAX = 64;

  public LoadOptions {
    if (workers < 1 || workers > WORKERS_MAX) {
      throw new IllegalArgumentException("a load has 1 to " + WORKERS_MAX + " workers");
    }
    if (chunkBytes < TablePlan.PAGE_BYTES) {
      throw new IllegalArgumentException("a chunk has at least " + TablePlan.PAGE_BYTES + " bytes");
    }
  }

  /** Two workers, chunks of 64 MiB. */
  public static LoadOptions defaults() {
    return new LoadOptions(2, 64L << 20);
  }
}
