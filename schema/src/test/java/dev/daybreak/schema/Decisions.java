package dev.daybreak.schema;

import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import dev.daybreak.kernel.stage.SchemaChoices;
import dev.daybreak.kernel.stage.SchemaChoices.Acceptance;
import dev.daybreak.kernel.stage.SchemaStage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Decides about a corpus as a person would: skips what the target refuses, accepts the rest. */
final class Decisions {
  private static final Set<String> REFUSED =
      Set.of(
          "SCH-CAST-RIGHT",
          "SCH-SUPERUSER-ONLY",
          "SCH-ROUTINE-LANGUAGE",
          "SCH-ROUTINE-SETTING",
          "SCH-SKIP-DEPENDENT");
  private static final int ROUNDS = 20;

  private Decisions() {}

  /** A stage whose plan has no blocker. */
  static SchemaStage about(SchemaStage stage, Pairing pairing) {
    Set<String> skip = new LinkedHashSet<>();
    List<Acceptance> accept = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      SchemaStage decided =
          stage.with(new SchemaChoices("", List.copyOf(skip), List.of(), List.of(), accept));
      List<Finding> blockers =
          decided.plan(pairing).findings().stream()
              .filter(finding -> finding.severity() == Severity.BLOCKER)
              .toList();
      if (blockers.isEmpty()) {
        return decided;
      }
      for (Finding finding : blockers) {
        if (REFUSED.contains(finding.id())) {
          skip.add(finding.object());
        } else {
          accept.add(new Acceptance(finding.id(), finding.object(), "known to the corpus"));
        }
      }
    }
    throw new AssertionError("the corpus needs more decisions than " + ROUNDS + " rounds make");
  }
}
