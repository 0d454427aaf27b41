package dev.daybreak.schema.model;

import java.util.regex.Pattern;

/**
 * Who granted to whom, as part of an attribute's name. Names may hold anything, line breaks too.
 *
 * @param grantor who granted, other than the owner
 * @param grantee who holds it
 */
public record GrantKey(String grantor, String grantee) {
  static final String PREFIX = "grant by:";
  private static final Pattern ESCAPE = Pattern.compile("\\\\([n\\\\])");

  /** The attribute's name: the grantor without a line break, one line break, the grantee. */
  public String attribute() {
    return PREFIX + grantor.replace("\\", "\\\\").replace("\n", "\\n") + "\n" + grantee;
  }

  /** Whether an attribute of that name holds what somebody other than the owner granted. */
  public static boolean is(String attribute) {
    return attribute.startsWith(PREFIX);
  }

  /** Takes such an attribute's name apart. */
  public static GrantKey of(String attribute) {
    int end = attribute.indexOf('\n');
    String escaped = attribute.substring(PREFIX.length(), end);
    String grantor =
        ESCAPE.matcher(escaped).replaceAll(found -> found.group(1).equals("n") ? "\n" : "\\\\");
    return new GrantKey(grantor, attribute.substring(end + 1));
  }
}
