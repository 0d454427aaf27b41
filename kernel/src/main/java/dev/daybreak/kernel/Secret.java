package dev.daybreak.kernel;

import java.util.Objects;

/** A password or the like: prints as {@code ***}, so that no log or report can show it. */
public final class Secret {
  /** No secret at all. */
  public static final Secret NONE = new Secret("");

  private final String text;

  private Secret(String text) {
    this.text = text;
  }

  /** Wraps the text; an empty text is {@link #NONE}. */
  public static Secret of(String text) {
    return text.isEmpty() ? NONE : new Secret(text);
  }

  /** The text itself. For the one place that hands it to a server. */
  public String reveal() {
    return text;
  }

  public boolean isEmpty() {
    return text.isEmpty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && secret.text.equals(text);
  }

  @Override
  public int hashCode() {
    return Objects.hash(text);
  }

  @Override
  public String toString() {
    return isEmpty() ? "" : "***";
  }
}
