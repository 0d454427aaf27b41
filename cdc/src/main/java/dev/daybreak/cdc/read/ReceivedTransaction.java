package dev.daybreak.cdc.read;

import dev.daybreak.kernel.Lsn;
import java.util.List;

/**
 * A whole transaction as it came from the slot, not yet decoded.
 *
 * @param xid the capturing side's transaction id
 * @param commit position of the commit record
 * @param end position just past the commit record
 * @param changes row changes and truncations in it
 * @param echo whether it is our own work for the opposite direction, which must not come back
 * @param sentinels contents of the sentinels in it
 * @param log its messages; of an echo only the announcements of relations and types
 */
public record ReceivedTransaction(
    long xid,
    Lsn commit,
    Lsn end,
    int changes,
    boolean echo,
    List<String> sentinels,
    MessageLog log)
    implements AutoCloseable {
  public ReceivedTransaction {
    sentinels = List.copyOf(sentinels);
  }

  /** Whether nothing is to be applied or measured. */
  public boolean idle() {
    return (echo || changes == 0) && sentinels.isEmpty();
  }

  /** Lets go of the messages. */
  @Override
  public void close() {
    log.close();
  }
}
