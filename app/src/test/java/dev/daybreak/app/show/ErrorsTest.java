package dev.daybreak.app.show;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.control.Failure;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ErrorsTest {
  @Test
  void aKnownErrorIsOneLineWithItsGroupsExitCode() {
    MigrationException gate =
        new MigrationException(ErrorCode.DATA_DIFFERS, "3 rows differ.", "Look at the report.");
    assertThat(Errors.line(gate))
        .isEqualTo("DAY-503 DATA_DIFFERS: 3 rows differ. Remedy: Look at the report.");
    assertThat(Errors.exitCode(gate)).isEqualTo(6);
  }

  @Test
  void anUnexpectedErrorIsOneLineThatPointsToTheLog() {
    String line = Errors.line(new IllegalStateException("first\nsecond"));
    assertThat(line).contains("IllegalStateException: first; details in").doesNotContain("second");
    assertThat(Errors.exitCode(new IllegalStateException())).isEqualTo(70);
  }

  @Test
  void aRecordedFailureKeepsItsExitCode() {
    Failure failure =
        new Failure("DAY-204", "SOURCE_WAL_LEVEL", "wal_level is replica", "", "X", Instant.EPOCH);
    assertThat(Errors.exitCode(failure)).isEqualTo(3);
    assertThat(Errors.line("shop", failure))
        .isEqualTo("DAY-204 SOURCE_WAL_LEVEL: shop: wal_level is replica");
  }

  @Test
  void passwordsInUrlsAreMasked() {
    assertThat(Errors.masked("x postgresql://me:a:b@c@host/db?password=secret&sslmode=require y"))
        .isEqualTo("x postgresql://me:***@host/db?password=***&sslmode=require y");
  }
}
