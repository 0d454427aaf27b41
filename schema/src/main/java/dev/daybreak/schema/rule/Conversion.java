package dev.daybreak.schema.rule;

import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.schema.model.CatalogModel;
import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.model.ObjectId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What rules look at while they work, and where they say what they did. One thread. */
public final class Conversion {
  private static final String DECIDE =
      "Decide whether the target suits as it is; mend it there after the migration if not.";

  private final CatalogModel source;
  private final CatalogModel target;
  private final TargetFacts facts;
  private final List<Finding> findings = new ArrayList<>();

  Conversion(CatalogModel source, CatalogModel target, TargetFacts facts) {
    this.source = source;
    this.target = target;
    this.facts = facts;
  }

  /** The source as it was read, before any rule. */
  public CatalogModel source() {
    return source;
  }

  /** What the target holds already. */
  public CatalogModel target() {
    return target;
  }

  /** What is known of the target beyond its model. */
  public TargetFacts facts() {
    return facts;
  }

  /** Whether the change of a major version lies between source and target. */
  boolean crosses(int major) {
    return !source.version().atLeast(major) && target.version().atLeast(major);
  }

  /** Whether the target has the role and it is not of our making. */
  boolean foreignRole(String name) {
    ObjectId id = ObjectId.of(Kind.ROLE, "", name);
    return target.get(id) != null && !facts.created().contains(id.toString());
  }

  @Nullable CatalogObject targetRole(String name) {
    return target.get(ObjectId.of(Kind.ROLE, "", name));
  }

  /** Says what a rule found, with the weight of the rule's treatment. */
  public void say(Rule rule, ObjectId object, String detail, String remedy) {
    say(rule, rule.treatment(), object, detail, remedy);
  }

  /** Says what a rule found about one object that weighs more or less than the rule's others. */
  public void say(Rule rule, Treatment treatment, ObjectId object, String detail, String remedy) {
    findings.add(new Finding(rule.id(), treatment.severity(), object.toString(), detail, remedy));
  }

  /** Applies one rule to one object, and records what it changed. */
  @Nullable CatalogObject apply(Rule rule, CatalogObject object) {
    int said = findings.size();
    CatalogObject changed = rule.apply(object, this);
    if (changed == null || !changed.attributes().equals(object.attributes())) {
      record(rule, object, changed, said);
    }
    return changed;
  }

  private void record(Rule rule, CatalogObject before, @Nullable CatalogObject after, int said) {
    String from = Difference.before(before, after);
    String to = Difference.after(before, after);
    String object = before.id().toString();
    boolean known = false;
    for (int i = said; i < findings.size(); i++) {
      if (findings.get(i).object().equals(object)) {
        findings.set(i, findings.get(i).converting(from, to));
        known = true;
      }
    }
    if (!known) {
      findings.add(
          new Finding(
                  rule.id(),
                  rule.treatment().severity(),
                  object,
                  rule.what() + " " + rule.why(),
                  rule.treatment() == Treatment.AUTOMATIC ? "" : DECIDE)
              .converting(from, to));
    }
  }

  /** Everything said so far, sorted, each once. */
  List<Finding> findings() {
    return findings.stream().distinct().sorted().toList();
  }
}
