package dev.daybreak.app.run;

/** Which parts a process runs. */
public enum ServiceParts {
  WORKERS,
  PROXIES,
  ALL;

  boolean workers() {
    return this != PROXIES;
  }

  boolean proxies() {
    return this != WORKERS;
  }
}
