package dev.daybreak.control;

import dev.daybreak.kernel.stage.ChangeStage;
import dev.daybreak.kernel.stage.LoadStage;
import dev.daybreak.kernel.stage.PreflightStage;
import dev.daybreak.kernel.stage.SchemaStage;
import dev.daybreak.kernel.stage.ValidateStage;

/** The stages a worker carries migrations through; the composition root makes them. */
public record Stages(
    PreflightStage preflight,
    SchemaStage schema,
    LoadStage load,
    ChangeStage change,
    ValidateStage validate) {}
