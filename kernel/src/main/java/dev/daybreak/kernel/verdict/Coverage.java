package dev.daybreak.kernel.verdict;

/** How a table or column ends. There is no fourth way. */
public enum Coverage {
  VALIDATED,
  WAIVED,
  UNCOVERED
}
