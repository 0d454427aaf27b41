package dev.daybreak.schema.verify;

import dev.daybreak.kernel.ServerVersion;
import dev.daybreak.schema.model.Kind;
import java.util.List;

/** Attributes that older servers do not have: not compared where either side is such a server. */
enum Unknown {
  COMPRESSION(Kind.COLUMN, "compression", 14),
  MULTIRANGE(Kind.RANGE, "multirange", 14),
  MULTIRANGE_COMMENT(Kind.RANGE, "multirange comment", 14),
  COLLATION_RULES(Kind.COLLATION, "rules", 16),
  CLONED_TRIGGER(Kind.TRIGGER, "cloned", 13),
  STATISTICS_TARGET(Kind.STATISTICS, "statistics target", 13),
  PUBLISHED_VIA_ROOT(Kind.PUBLICATION, "via root", 13),
  PUBLISHED_GENERATED_COLUMNS(Kind.PUBLICATION, "generated columns", 18),
  DOMAIN_NOT_NULL_NAME(Kind.DOMAIN, "not null name", 17),
  NOT_NULL_NAME(Kind.COLUMN, "not null name", 18),
  NOT_NULL_NO_INHERIT(Kind.COLUMN, "not null no inherit", 18),
  NOT_NULL_OWN(Kind.COLUMN, "not null own", 18),
  NOT_NULL_UNCHECKED(Kind.COLUMN, "not null unchecked", 18),
  NOT_NULL_COMMENT(Kind.COLUMN, "not null comment", 18);

  private final Kind kind;
  private final String attribute;
  private final int since;

  Unknown(Kind kind, String attribute, int since) {
    this.kind = kind;
    this.attribute = attribute;
    this.since = since;
  }

  /** Whether a server of that version knows nothing of the attribute. */
  static boolean to(ServerVersion version, Kind kind, String attribute) {
    return List.of(values()).stream()
        .anyMatch(
            u -> u.kind == kind && u.attribute.equals(attribute) && !version.atLeast(u.since));
  }
}
