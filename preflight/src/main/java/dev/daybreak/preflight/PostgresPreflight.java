package dev.daybreak.preflight;

import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import dev.daybreak.kernel.stage.PreflightStage;
import dev.daybreak.postgres.ServerErrors;
import dev.daybreak.postgres.SqlStates;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pre-flight between two PostgreSQL servers. Reads only, in sessions whose transactions are
 * read-only. Thread-safe: every inspection has sessions of its own.
 */
public final class PostgresPreflight implements PreflightStage {
  static final String RULE_FAILED = "PRE-RULE-FAILED";
  private static final Logger LOG = LoggerFactory.getLogger(PostgresPreflight.class);

  private final PreflightOptions options;
  private final List<Rule> rules;

  /** A pre-flight with the usual thresholds. */
  public PostgresPreflight() {
    this(PreflightOptions.DEFAULT);
  }

  /** A pre-flight with thresholds of the caller's. */
  public PostgresPreflight(PreflightOptions options) {
    this(options, RuleBook.rules(options));
  }

  PostgresPreflight(PreflightOptions options, List<Rule> rules) {
    this.options = options;
    this.rules = List.copyOf(rules);
  }

  /**
   * All findings, sorted. A pair of releases that is not supported is named alone: the other rules
   * read catalogs that may look different there. A rule that fails is a finding itself.
   *
   * @throws dev.daybreak.kernel.error.MigrationException when a server cannot be reached, refuses
   *     the login, or goes away meanwhile
   */
  @Override
  public List<Finding> inspect(Pairing pairing, Set<Integer> proxyPids) {
    Set<Finding> findings = new TreeSet<>();
    try (Inspection inspection = Inspection.open(pairing, proxyPids, options.ruleBudget())) {
      findings.addAll(run(new VersionRule(), inspection));
      if (findings.isEmpty()) {
        rules.forEach(rule -> findings.addAll(run(rule, inspection)));
      }
    }
    long blockers = findings.stream().filter(found -> found.severity() == Severity.BLOCKER).count();
    LOG.info(
        "migration={} phase=preflight findings={} blockers={}",
        pairing.id(),
        findings.size(),
        blockers);
    return List.copyOf(findings);
  }

  private static List<Finding> run(Rule rule, Inspection inspection) {
    try {
      return rule.inspect(inspection);
    } catch (SQLException e) {
      if (SqlStates.isConnectionLoss(String.valueOf(e.getSQLState()))) {
        throw inspection.lost("pre-flight stopped at " + rule.id(), e);
      }
      LOG.warn("phase=preflight rule={} failed=\"{}\"", rule.id(), ServerErrors.text(e));
      return List.of(
          new Finding(
              RULE_FAILED,
              Severity.WARNING,
              rule.id(),
              "could not be looked at: " + ServerErrors.text(e),
              "Look at it by hand: " + rule.title() + "?"));
    }
  }
}
