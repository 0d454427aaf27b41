package dev.daybreak.control;

/**
 * Who owns a database, and when it may be cut over.
 *
 * @param owner team or person, for reports
 * @param wave automatic cutovers of one wave begin when all of it is ready; empty for none
 * @param window when a cutover may begin without being asked, as {@link CutoverWindow} reads it;
 *     empty for always
 */
public record Ownership(String owner, String wave, String window) {
  /** Nobody in particular, at any time. */
  public static final Ownership NONE = new Ownership("", "", "");
}
