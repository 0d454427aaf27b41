package dev.daybreak.app.run;

import dev.daybreak.cdc.CdcOptions;
import dev.daybreak.cdc.PgOutputChangeStage;
import dev.daybreak.control.Stages;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.stage.PreflightStage;
import dev.daybreak.kernel.stage.SchemaStage;
import dev.daybreak.load.CopyLoadStage;
import dev.daybreak.load.LoadOptions;
import dev.daybreak.preflight.PostgresPreflight;
import dev.daybreak.schema.PostgresSchemaStage;
import dev.daybreak.validate.PostgresValidateStage;
import dev.daybreak.validate.core.ValidateOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes the stages: the only place that knows which classes implement them. */
public final class Wiring {
  private Wiring() {}

  /**
   * All stages of a worker.
   *
   * @param work where they keep spilled transactions and feeds
   * @throws MigrationException IO_FAILED
   */
  public static Stages stages(Path work) {
    return new Stages(
        preflight(),
        schema(),
        new CopyLoadStage(LoadOptions.defaults()),
        new PgOutputChangeStage(cdc(directory(work.resolve("spill")))),
        new PostgresValidateStage(ValidateOptions.in(directory(work.resolve("validate")))));
  }

  /** The schema stage alone. */
  public static SchemaStage schema() {
    return new PostgresSchemaStage();
  }

  /** The pre-flight alone. */
  public static PreflightStage preflight() {
    return new PostgresPreflight();
  }

  private static CdcOptions cdc(Path spill) {
    CdcOptions usual = CdcOptions.defaults();
    return new CdcOptions(
        usual.spillBytes(),
        usual.queueBytes(),
        usual.batchChanges(),
        usual.heartbeat(),
        usual.patience(),
        usual.slotWait(),
        spill);
  }

  private static Path directory(Path path) {
    try {
      return Files.createDirectories(path);
    } catch (IOException e) {
      throw new MigrationException(
          ErrorCode.IO_FAILED,
          "cannot make the directory " + path + ".",
          "Name a data directory that may be written with --data.",
          e);
    }
  }
}
