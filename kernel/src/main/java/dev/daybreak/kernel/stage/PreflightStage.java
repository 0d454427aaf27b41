package dev.daybreak.kernel.stage;

import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.finding.Finding;
import java.util.List;
import java.util.Set;

/** Looks before anybody leaps. Reads only. */
public interface PreflightStage {
  /**
   * All findings, sorted. What cannot be looked at is itself a finding, never an exception, except
   * that a server cannot be reached at all.
   *
   * @param pairing the two databases
   * @param proxyPids process ids on the source of sessions that come through a proxy
   */
  List<Finding> inspect(Pairing pairing, Set<Integer> proxyPids);
}
