package dev.daybreak.proxy.admin;

import java.util.Set;

/**
 * Who may use the console, and what some of its commands lead to.
 *
 * @param admins users who may do everything
 * @param watchers users who may look
 * @param reload reads the configuration again
 * @param shutdown ends the process
 */
public record ConsoleOptions(
    Set<String> admins, Set<String> watchers, Runnable reload, Runnable shutdown) {
  public ConsoleOptions {
    admins = Set.copyOf(admins);
    watchers = Set.copyOf(watchers);
  }
}
