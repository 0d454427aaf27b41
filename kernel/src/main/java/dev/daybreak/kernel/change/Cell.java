package dev.daybreak.kernel.change;

import java.util.Objects;

/** One value of a tuple: the server's own text, NULL, or an out-of-line value left unchanged. */
public sealed interface Cell {
  /** SQL NULL. */
  Cell NULL = new Null();

  /** A TOASTed value the change did not touch and the stream does not carry. */
  Cell UNCHANGED = new Unchanged();

  /** A value in the server's text form. */
  static Cell of(String text) {
    return new Text(text);
  }

  /**
   * A value in the server's text form. Prints without it: row values never reach logs.
   *
   * @param text what the type's output function wrote
   */
  record Text(String text) implements Cell {
    public Text {
      Objects.requireNonNull(text, "text");
    }

    @Override
    public String toString() {
      return "Text[" + text.length() + " chars]";
    }
  }

  /** SQL NULL; use {@link Cell#NULL}. */
  record Null() implements Cell {}

  /** Left unchanged; use {@link Cell#UNCHANGED}. */
  record Unchanged() implements Cell {}
}
