package dev.daybreak.schema.login;

import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.model.ObjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One object on which one login may do other things on the target than on the source.
 *
 * @param login the role
 * @param object the object
 * @param lost what it may do on the source only
 * @param gained what it may do on the target only
 */
public record Doubt(String login, ObjectId object, Set<String> lost, Set<String> gained)
    implements Comparable<Doubt> {
  /** The id of findings about rights of logins. */
  public static final String RIGHT = "SCH-LOGIN-RIGHT";

  private static final String REMEDY =
      "Give or take it on the target, or accept it in the fleet file with `schema.accept`.";

  public Doubt {
    lost = Set.copyOf(lost);
    gained = Set.copyOf(gained);
  }

  /** The difference for people; it stops the migration unless something explains it. */
  public Finding finding() {
    List<String> parts = new ArrayList<>();
    if (!lost.isEmpty()) {
      parts.add(sorted(lost) + ": yes on the source, no on the target");
    }
    if (!gained.isEmpty()) {
      parts.add(sorted(gained) + ": no on the source, yes on the target");
    }
    String detail = String.join("; ", parts);
    return new Finding(RIGHT, Severity.BLOCKER, named(), detail, REMEDY);
  }

  private String named() {
    String role = ObjectId.of(Kind.ROLE, "", login).toString();
    return object.kind() == Kind.ROLE || object.kind() == Kind.MEMBERSHIP
        ? object.toString()
        : role + " on " + object;
  }

  private static String sorted(Set<String> privileges) {
    return String.join(", ", privileges.stream().sorted().toList());
  }

  @Override
  public int compareTo(Doubt other) {
    int byLogin = login.compareTo(other.login);
    return byLogin != 0 ? byLogin : object.compareTo(other.object);
  }
}
