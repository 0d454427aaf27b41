package dev.daybreak.schema.login;

import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import dev.daybreak.schema.model.CatalogModel;
import dev.daybreak.schema.model.CatalogObject;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.model.ObjectId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
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
 * the migration. Used by one thread; what hangs on a login or an object alone is worked out once,
 * because there may be hundreds of thousands of doubts.
 */
public final class Explanation {
  private static final String DATABASE_OWNER = "SCH-DATABASE-OWNER";
  private static final String MEMBERSHIP = "SCH-MEMBERSHIP";
  private static final String OTHER_ROLE = "SCH-ROLE-EXISTS";
  private static final String SUPERUSER = "superuser";

  private final CatalogModel origin;
  private final CatalogModel promised;
  private final CatalogModel found;
  private final Map<String, String> rules;
  private final Reach before;
  private final Reach expected;
  private final Answers groupsBefore;
  private final Answers groupsAfter;
  private final Map<String, Belonging> belongings = new HashMap<>();
  private final Map<ObjectId, List<String>> changed = new HashMap<>();

  /** What a login is a member of, itself and PUBLIC included: all, what it loses, what it gains. */
  private record Belonging(Set<String> all, Set<String> lost, Set<String> gained) {}

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
    this.rules = byObject(facts.findings());
    this.before = before;
    this.expected = expected;
    this.groupsBefore = source;
    this.groupsAfter = target;
  }

  /** The first rule that converted each object. */
  private static Map<String, String> byObject(List<Finding> findings) {
    Map<String, String> rules = new HashMap<>();
    findings.stream()
        .filter(Finding::converts)
        .forEach(finding -> rules.putIfAbsent(finding.object(), finding.id()));
    return rules;
  }

  /**
   * Asks both servers once more, for the roles that the logins of the doubts are members of; the
   * findings are made as they are taken.
   */
  public static Stream<Shortlist.Item> explain(
      LoginProof.Result result, Facts facts, Connection source, Connection target)
      throws SQLException {
    Predicate<CatalogObject> all = membership -> true;
    Predicate<CatalogObject> theirs = membership -> !facts.ours().test(membership.id());
    Reach before = Reach.of(Map.entry(facts.origin(), all)).withOwnerOf(facts.origin());
    Reach expected =
        Reach.of(Map.entry(facts.promised(), all), Map.entry(facts.found(), theirs))
            .withOwnerOf(facts.found());
    Set<String> roles = new TreeSet<>();
    result.doubts().stream()
        .map(Doubt::login)
        .distinct()
        .forEach(
            login -> {
              roles.addAll(before.from(login));
              roles.addAll(expected.from(login));
            });
    Explanation explanation =
        new Explanation(
            facts, before, expected, Answers.read(source, roles), Answers.read(target, roles));
    return Stream.concat(
        result.doubts().stream()
            .map(doubt -> new Shortlist.Item(doubt.object().kind(), explanation.finding(doubt))),
        result.remarks().stream()
            .map(remark -> new Shortlist.Item(Kind.ROLE, explanation.finding(remark))));
  }

  private Finding finding(Remark remark) {
    boolean explained =
        !remark.setting().isEmpty()
            && (leftOut(ObjectId.of(Kind.SETTING, "", remark.setting()))
                || leftOut(new ObjectId(Kind.SETTING, "", "", remark.setting(), remark.login()))
                || settingsChanged(ObjectId.of(Kind.ROLE, "", remark.login())));
    return explained
        ? remark.finding().weighed(Severity.WARNING, "explained by a rule about settings")
        : remark.finding();
  }

  private boolean leftOut(ObjectId id) {
    return origin.get(id) != null && promised.get(id) == null;
  }

  private boolean settingsChanged(ObjectId role) {
    String was = origin.find(role).map(object -> object.get("settings", "")).orElse("");
    String is = promised.find(role).map(object -> object.get("settings", "")).orElse("");
    return !was.equals(is);
  }

  private Finding finding(Doubt doubt) {
    Finding finding = doubt.finding();
    String because =
        Stream.of(object(doubt), role(doubt), memberships(doubt))
            .flatMap(Optional::stream)
            .distinct()
            .collect(Collectors.joining(", "));
    boolean locked = doubt.lost().contains("LOGIN");
    boolean missing =
        doubt.lost().contains(Proof.EXISTENCE) && promised.get(doubt.object()) != null;
    return because.isEmpty() || locked || missing
        ? finding
        : finding.weighed(Severity.WARNING, "explained by " + because);
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
    Set<String> concerned = belonging(doubt.login()).all();
    boolean concerns =
        changed.computeIfAbsent(doubt.object(), id -> changed(was, is)).stream()
            .anyMatch(name -> concerns(name, was, is, concerned));
    return concerns ? rule(doubt.object(), "") : Optional.empty();
  }

  /** The names of the attributes that rules changed. */
  private static List<String> changed(CatalogObject was, CatalogObject is) {
    Set<String> names = new TreeSet<>(was.attributes().keySet());
    names.addAll(is.attributes().keySet());
    return names.stream().filter(name -> !Objects.equals(was.get(name), is.get(name))).toList();
  }

  private Belonging belonging(String login) {
    return belongings.computeIfAbsent(
        login,
        name -> {
          Set<String> all = new HashSet<>(before.from(name));
          all.addAll(expected.from(name));
          all.add(CatalogObject.EVERYBODY);
          Set<String> lost = new TreeSet<>(before.from(name));
          lost.removeAll(expected.from(name));
          Set<String> gained = new TreeSet<>(expected.from(name));
          gained.removeAll(before.from(name));
          return new Belonging(all, lost, gained);
        });
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
    return Optional.of(rules.getOrDefault(object.toString(), otherwise))
        .filter(text -> !text.isEmpty());
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
    Belonging belonging = belonging(doubt.login());
    Optional<String> less = giver(doubt, doubt.lost(), belonging.lost(), groupsBefore);
    Optional<String> more = giver(doubt, doubt.gained(), belonging.gained(), groupsAfter);
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
