package dev.daybreak.e2e.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.cutover.Request;
import dev.daybreak.cutover.Step;
import dev.daybreak.kernel.route.Side;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A client slips in past the proxy after the gates were looked at, and the process dies with the
 * lock that kept that client from writing. Its session must end before the new side opens.
 */
class SlippedInIT {
  @TempDir Path work;

  @Test
  @Timeout(600)
  void aSessionPastTheProxyEndsBeforeTheNewSideOpens() throws SQLException {
    try (CrashScene scene = new CrashScene(work)) {
      scene.start("after:COMMIT");
      scene.awaitRest(Step.READY);
      scene.ask(Request.CUTOVER);
      try (Connection session = scene.slipIn()) {
        scene.awaitDeath();
        scene.start("after:OPEN");
        scene.awaitDeath();
        assertThat(scene.writable()).containsExactly(Side.TARGET);
        assertThat(Clients.mayStillWrite(session)).as("the source takes a write too").isFalse();
        scene.start("");
        assertThat(scene.awaitRest(Step.REVERSING).state().active()).isEqualTo(Side.TARGET);
      }
    }
  }
}
