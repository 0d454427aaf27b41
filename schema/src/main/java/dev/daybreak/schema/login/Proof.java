package dev.daybreak.schema.login;

import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.model.ObjectId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares what two servers answer about the same roles. Pure; one use. Equal sets of privileges
 * are one object, so that hundreds of thousands of differences take little memory.
 */
final class Proof {
  /** What a role lacks that a server does not have at all. */
  static final String EXISTENCE = "EXISTENCE";

  private static final int MAINTAIN_SINCE = 17;
  private static final int SET_ROLE_SINCE = 16;
  private static final int PARAMETERS_SINCE = 15;

  private final Answers source;
  private final Answers target;
  private final boolean connecting;
  private final Map<Question, Set<String>> comparable = new HashMap<>();
  private final Map<Set<String>, Set<String>> same = new HashMap<>();

  /** What some roles hold on an object of a kind. */
  private record Question(Kind kind, Set<String> held) {}

  private Proof(Answers source, Answers target, boolean connecting) {
    this.source = source;
    this.target = target;
    this.connecting = connecting;
  }

  /**
   * All differences of the roles, on objects that both servers have; a role that only the source
   * has is one difference.
   *
   * @param connecting whether the right to connect counts
   */
  static List<Doubt> compare(
      Answers source, Answers target, Collection<String> roles, boolean connecting) {
    Proof proof = new Proof(source, target, connecting);
    List<Doubt> doubts = new ArrayList<>();
    List<String> shared = roles.stream().filter(role -> proof.isShared(role, doubts)).toList();
    Set<ObjectId> objects = new TreeSet<>(source.objects());
    objects.addAll(target.objects());
    for (ObjectId object : objects) {
      if (source.knows(object) && target.knows(object) && proof.comparable(object)) {
        shared.forEach(role -> proof.compare(object, role, doubts));
      }
    }
    doubts.sort(null);
    return doubts;
  }

  private boolean isShared(String role, List<Doubt> doubts) {
    ObjectId itself = ObjectId.of(Kind.ROLE, "", role);
    if (source.knows(itself) && !target.knows(itself)) {
      doubts.add(new Doubt(role, itself, Set.of(EXISTENCE), Set.of()));
    }
    return source.knows(itself) && target.knows(itself);
  }

  private boolean comparable(ObjectId object) {
    return object.kind() != Kind.PARAMETER || both(PARAMETERS_SINCE);
  }

  private boolean both(int major) {
    return source.version().atLeast(major) && target.version().atLeast(major);
  }

  private void compare(ObjectId object, String role, List<Doubt> doubts) {
    Set<String> before = known(object.kind(), source.of(object, role));
    Set<String> after = known(object.kind(), target.of(object, role));
    if (!before.equals(after)) {
      doubts.add(new Doubt(role, object, without(before, after), without(after, before)));
    }
  }

  /** The privileges that both releases have. */
  private Set<String> known(Kind kind, Set<String> held) {
    return comparable.computeIfAbsent(
        new Question(kind, held),
        question -> {
          Set<String> known = new TreeSet<>(held);
          if (!both(MAINTAIN_SINCE)) {
            known.remove("MAINTAIN");
          }
          if (kind == Kind.MEMBERSHIP && !both(SET_ROLE_SINCE)) {
            known.remove("SET");
          }
          if (kind == Kind.DATABASE && !connecting) {
            known.remove("CONNECT");
          }
          return one(known);
        });
  }

  private Set<String> without(Set<String> all, Set<String> some) {
    Set<String> left = new TreeSet<>(all);
    left.removeAll(some);
    return one(left);
  }

  private Set<String> one(Set<String> privileges) {
    return same.computeIfAbsent(Set.copyOf(privileges), set -> set);
  }
}
