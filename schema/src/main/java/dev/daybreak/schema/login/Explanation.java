package dev.daybreak.schema.login;

import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import dev.daybreak.schema.model.CatalogModel;
import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.model.ObjectId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the rule because of which a login may do other things on the target: one that changed the
 * object's owner or rights, the role itself, or what it is a member of. What no rule explains stops
 * the migration. Used by one thread.
 */
public final class Explanation {
  private static final String DATABASE_OWNER = "SCH-DATABASE-OWNER";
  private static final String MEMBERSHIP = "SCH-MEMBERSHIP";
  private static final String OTHER_ROLE = "SCH-ROLE-EXISTS";
  private static final String SUPERUSER = "superuser";

  private final CatalogModel origin;
  private final CatalogModel promised;
  private final CatalogModel found;
  private final List<Finding> findings;
  private final Reach before;
  private final Reach expected;
  private final Answers groupsBefore;
  private final Answers groupsAfter;

  /**
   * @param origin the source
   * @param promised the source after all rules
   * @param found the target
   * @param findings what the rules changed
   * @param ours whether a membership of the target is the rules' to promise
   */
  public record Facts(
      CatalogModel origin,
      CatalogModel promised,
      CatalogModel found,
      List<Finding> findings,
      Predicate<ObjectId> ours) {}

  private Explanation(Facts facts, Reach before, Reach expected, Answers source, Answers target) {
    this.origin = facts.origin();
    this.promised = facts.promised();
    this.found = facts.found();
    this.findings = facts.findings();
    this.before = before;
    this.expected = expected;
    this.groupsBefore = source;
    this.groupsAfter = target;
  }

  /** Asks both servers once more, for the roles that the logins of the doubts are members of. */
  public static List<Finding> explain(
      LoginProof.Result result, Facts facts, Connection source, Connection target)
      throws SQLException {
    Predicate<CatalogObject> all = membership -> true;
    Predicate<CatalogObject> theirs = membership -> !facts.ours().test(membership.id());
    Reach before = Reach.of(Map.entry(facts.origin(), all)).withOwnerOf(facts.origin());
    Reach expected =
        Reach.of(Map.entry(facts.promised(), all), Map.entry(facts.found(), theirs))
            .withOwnerOf(facts.found());
    Set<String> roles = new TreeSet<>();
    for (Doubt doubt : result.doubts()) {
      roles.addAll(before.from(doubt.login()));
      roles.addAll(expected.from(doubt.login()));
    }
    Explanation explanation =
        new Explanation(
            facts, before, expected, Answers.read(source, roles), Answers.read(target, roles));
    return Stream.concat(
            result.doubts().stream().map(explanation::finding),
            result.remarks().stream().map(explanation::finding))
        .toList();
  }

  private Finding finding(Remark remark) {
    boolean explained =
        !remark.setting().isEmpty()
            && (leftOut(ObjectId.of(Kind.SETTING, "", remark.setting()))
                || leftOut(new ObjectId(Kind.SETTING, "", "", remark.setting(), remark.login()))
                || changed(ObjectId.of(Kind.ROLE, "", remark.login())));
    return explained
        ? remark.finding().weighed(Severity.WARNING, "explained by a rule about settings")
        : remark.finding();
  }

  private boolean leftOut(ObjectId id) {
    return origin.get(id) != null && promised.get(id) == null;
  }

  private boolean changed(ObjectId role) {
    String was = origin.find(role).map(object -> object.get("settings", "")).orElse("");
    String is = promised.find(role).map(object -> object.get("settings", "")).orElse("");
    return !was.equals(is);
  }

  private Finding finding(Doubt doubt) {
    Finding finding = doubt.finding();
    String rules =
        Stream.of(object(doubt), role(doubt), memberships(doubt))
            .flatMap(Optional::stream)
            .distinct()
            .collect(Collectors.joining(", "));
    return rules.isEmpty() || doubt.lost().contains("LOGIN")
        ? finding
        : finding.weighed(Severity.WARNING, "explained by " + rules);
  }

  /** The rule that changed who owns the object or who holds what on it. */
  private Optional<String> object(Doubt doubt) {
    CatalogObject was = origin.get(doubt.object());
    CatalogObject is = promised.get(doubt.object());
    if (was == null || doubt.object().kind() == Kind.MEMBERSHIP) {
      return Optional.empty();
    }
    if (is == null) {
      return rule(doubt.object(), OTHER_ROLE);
    }
    Set<String> concerned = new HashSet<>(before.from(doubt.login()));
    concerned.addAll(expected.from(doubt.login()));
    concerned.add(CatalogObject.EVERYBODY);
    Set<String> names = new TreeSet<>(was.attributes().keySet());
    names.addAll(is.attributes().keySet());
    boolean changed =
        names.stream()
            .filter(name -> !Objects.equals(was.get(name), is.get(name)))
            .anyMatch(name -> concerns(name, was, is, concerned));
    return changed ? rule(doubt.object(), "") : Optional.empty();
  }

  private static boolean concerns(
      String attribute, CatalogObject was, CatalogObject is, Set<String> roles) {
    if (was.id().kind() == Kind.ROLE) {
      return true;
    }
    if (attribute.equals("owner")) {
      return roles.contains(was.get(attribute, "")) || roles.contains(is.get(attribute, ""));
    }
    String grantee = attribute.substring(attribute.indexOf(':') + 1);
    return attribute.indexOf(':') > 0
        && roles.contains(grantee.substring(grantee.indexOf('\n') + 1));
  }

  private Optional<String> rule(ObjectId object, String otherwise) {
    String name = object.toString();
    return findings.stream()
        .filter(finding -> finding.converts() && finding.object().equals(name))
        .map(Finding::id)
        .findFirst()
        .or(() -> Optional.of(otherwise).filter(text -> !text.isEmpty()));
  }

  /** The rule that made the role itself less, or more, than it is on the source. */
  private Optional<String> role(Doubt doubt) {
    ObjectId role = ObjectId.of(Kind.ROLE, "", doubt.login());
    String attribute =
        doubt.lost().equals(Set.of("ALL ROWS")) || doubt.gained().equals(Set.of("ALL ROWS"))
            ? "bypass row security"
            : SUPERUSER;
    boolean other =
        differs(origin, found, role, attribute) || differs(origin, found, role, SUPERUSER);
    boolean wanted =
        promised.get(role) != null
            && !differs(origin, promised, role, attribute)
            && !differs(origin, promised, role, SUPERUSER);
    return other && !wanted ? rule(role, OTHER_ROLE) : Optional.empty();
  }

  private static boolean differs(
      CatalogModel one, CatalogModel other, ObjectId role, String attribute) {
    return !value(one, role, attribute).equals(value(other, role, attribute));
  }

  private static String value(CatalogModel model, ObjectId role, String attribute) {
    return model.find(role).map(object -> object.get(attribute, "f")).orElse("f");
  }

  /** The rule that left out, or did not take away, a membership which gives what differs. */
  private Optional<String> memberships(Doubt doubt) {
    Set<String> lost = new TreeSet<>(before.from(doubt.login()));
    Set<String> gained = new TreeSet<>(expected.from(doubt.login()));
    gained.removeAll(before.from(doubt.login()));
    lost.removeAll(expected.from(doubt.login()));
    Optional<String> less = giver(doubt, doubt.lost(), lost, groupsBefore);
    Optional<String> more = giver(doubt, doubt.gained(), gained, groupsAfter);
    boolean lessExplained = doubt.lost().isEmpty() || less.isPresent();
    boolean moreExplained = doubt.gained().isEmpty() || more.isPresent();
    return lessExplained && moreExplained
        ? less.or(() -> more).map(Explanation::nameOf)
        : Optional.empty();
  }

  private static String nameOf(String group) {
    return group.equals("pg_database_owner") ? DATABASE_OWNER : MEMBERSHIP;
  }

  private static Optional<String> giver(
      Doubt doubt, Set<String> privileges, Set<String> groups, Answers answers) {
    boolean itself = doubt.object().kind() == Kind.MEMBERSHIP;
    return groups.stream()
        .filter(group -> !privileges.isEmpty())
        .filter(
            group ->
                itself
                    ? group.equals(doubt.object().name())
                    : answers.of(doubt.object(), group).containsAll(privileges))
        .findFirst();
  }
}
