package dev.daybreak.app.config;

/**
 * A place in a file.
 *
 * @param line from 1
 * @param column from 1
 */
record Place(int line, int column) {
  @Override
  public String toString() {
    return line + ":" + column;
  }
}
