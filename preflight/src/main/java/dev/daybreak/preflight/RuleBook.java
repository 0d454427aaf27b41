package dev.daybreak.preflight;

import java.util.ArrayList;
import java.util.List;

/** All rules, in the order in which they run. */
final class RuleBook {
  private RuleBook() {}

  /** Every rule but {@link VersionRule}, which decides whether the others can run at all. */
  static List<Rule> rules(PreflightOptions options) {
    List<Rule> rules = new ArrayList<>();
    rules.addAll(ServerRules.rules(options));
    rules.addAll(RightRules.rules());
    rules.addAll(TargetRules.rules());
    rules.addAll(DatabaseRules.rules());
    rules.addAll(TableRules.rules(options));
    rules.addAll(ActivityRules.rules(options));
    return rules;
  }
}
