package dev.daybreak.schema.rule;

import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import dev.daybreak.schema.model.CatalogModel;
import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.model.ObjectId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What rules look at while they work, and where they say what they did. One thread. */
final class Conversion {
  private final CatalogModel source;
  private final CatalogModel target;
  private final TargetFacts facts;
  private final List<Finding> findings = new ArrayList<>();

  Conversion(CatalogModel source, CatalogModel target, TargetFacts facts) {
    this.source = source;
    this.target = target;
    this.facts = facts;
  }

  CatalogModel source() {
    return source;
  }

  CatalogModel target() {
    return target;
  }

  TargetFacts facts() {
    return facts;
  }

  List<Finding> findings() {
    return findings;
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

  void say(Rule rule, Severity severity, ObjectId object, String detail, String remedy) {
    findings.add(new Finding(rule.id(), severity, object.toString(), detail, remedy));
  }
}
