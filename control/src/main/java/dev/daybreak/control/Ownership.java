package dev.daybreak.control;

/**
 * Who owns a database, and when it may be cut over.
 *
 * @param owner team or person, for reports
 * @param wave databases of one wave are cut over together; empty for none
 * @param window when a cutover may begin without being asked, such as {@code Sat 22:00-Sun 02:00
 *     UTC}; empty for always
 */
public record Ownership(String owner, String wave, String window) {
  /** Nobody in particular, at any time. */
  public static final Ownership NONE = new Ownership("", "", "");
}
