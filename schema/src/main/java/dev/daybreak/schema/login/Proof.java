package dev.daybreak.schema.login;

import dev.daybreak.schema.model.Kind;
import dev.daybreak.schema.model.ObjectId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Compares what two servers answer about the same roles. Pure. */
final class Proof {
  private static final int MAINTAIN_SINCE = 17;
  private static final int SET_ROLE_SINCE = 16;
  private static final int PARAMETERS_SINCE = 15;

  private final Answers source;
  private final Answers target;

  private Proof(Answers source, Answers target) {
    this.source = source;
    this.target = target;
  }

  /** All differences of roles that both servers have, on objects that both servers have. */
  static List<Doubt> compare(Answers source, Answers target, Collection<String> roles) {
    Proof proof = new Proof(source, target);
    Set<ObjectId> objects = new TreeSet<>(source.objects());
    objects.addAll(target.objects());
    List<Doubt> doubts = new ArrayList<>();
    for (ObjectId object : objects) {
      if (source.knows(object) && target.knows(object) && proof.comparable(object)) {
        roles.forEach(role -> proof.compare(object, role, doubts));
      }
    }
    doubts.sort(null);
    return doubts;
  }

  private boolean comparable(ObjectId object) {
    return object.kind() != Kind.PARAMETER || both(PARAMETERS_SINCE);
  }

  private boolean both(int major) {
    return source.version().atLeast(major) && target.version().atLeast(major);
  }

  private void compare(ObjectId object, String role, List<Doubt> doubts) {
    ObjectId itself = ObjectId.of(Kind.ROLE, "", role);
    boolean foreign = !source.knows(itself) || !target.knows(itself);
    Set<String> before = known(object, source.of(object, role));
    Set<String> after = known(object, target.of(object, role));
    if (foreign || before.equals(after)) {
      return;
    }
    doubts.add(new Doubt(role, object, without(before, after), without(after, before)));
  }

  /** The privileges that both releases have. */
  private Set<String> known(ObjectId object, Set<String> held) {
    Set<String> known = new TreeSet<>(held);
    if (!both(MAINTAIN_SINCE)) {
      known.remove("MAINTAIN");
    }
    if (object.kind() == Kind.MEMBERSHIP && !both(SET_ROLE_SINCE)) {
      known.remove("SET");
    }
    return known;
  }

  private static Set<String> without(Set<String> all, Set<String> some) {
    Set<String> left = new TreeSet<>(all);
    left.removeAll(some);
    return left;
  }
}
