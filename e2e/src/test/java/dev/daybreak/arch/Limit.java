package dev.daybreak.arch;

/** The limits of the style guide and how to get under them. */
enum Limit {
  METHOD("method-lines", 60, "name a part of the method and move it out"),
  FILE("file-lines", 500, "find the second responsibility and give it a file of its own"),
  PARAMETERS("parameters", 6, "the parameters that travel together are a record"),
  PACKAGE("types-per-package", 25, "a sub-package is waiting to be named"),
  LINE("line-columns", 100, "break the line; for text, break the literal"),
  NESTING("nesting", 3, "return early, or move the inner block into a method");

  private final String label;
  private final int most;
  private final String remedy;

  Limit(String label, int most, String remedy) {
    this.label = label;
    this.most = most;
    this.remedy = remedy;
  }

  String label() {
    return label;
  }

  int most() {
    return most;
  }

  String remedy() {
    return remedy;
  }

  static Limit of(String label) {
    for (Limit limit : values()) {
      if (limit.label.equals(label)) {
        return limit;
      }
    }
    throw new IllegalArgumentException("no limit is called " + label);
  }
}
