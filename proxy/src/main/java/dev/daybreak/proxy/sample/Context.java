package dev.daybreak.proxy.sample;

import dev.daybreak.kernel.sample.SampleContext;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one session's statements depend on beside their text, as far as its own statements tell.
 * Used by the session's event loop.
 */
final class Context {
  /** Set, but to what is not in the text. */
  private static final String UNKNOWN = "?";

  private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.DOTALL;
  private static final Pattern SET =
      Pattern.compile(
          "(?:^|;)\\s*set\\s+(session\\s+|local\\s+)?"
              + "(search_path|schema|role|session\\s+authorization|authorization)"
              + "\\b\\s*(?:=|to\\b)?\\s*([^;]*)",
          FLAGS);
  private static final Pattern SET_CONFIG =
      Pattern.compile(
          "set_config\\s*\\(\\s*'(search_path|role)'\\s*,\\s*(?:'([^']*)'|[^,]*)\\s*,\\s*(\\w*)",
          FLAGS);
  private static final Pattern RESET =
      Pattern.compile(
          "(?:^|;)\\s*(?:reset|discard)\\s+(search_path|role|all|session\\s+authorization)\\b",
          FLAGS);

  private final String user;
  private String application;
  private final Setting path;
  private final Setting role = new Setting("");

  /** A setting of the session, and of its transaction. */
  private static final class Setting {
    private final String first;
    private String session;
    private String local = "";

    Setting(String first) {
      this.first = first;
      this.session = first;
    }

    void set(String value, boolean here) {
      if (here) {
        local = value;
      } else {
        session = value;
        local = "";
      }
    }

    String now() {
      return local.isEmpty() ? session : local;
    }
  }

  /**
   * @param startup parameters the client began with
   */
  Context(Map<String, String> startup) {
    this.user = startup.getOrDefault("user", "");
    this.application = startup.getOrDefault("application_name", "");
    this.path = new Setting(startup.getOrDefault("search_path", ""));
  }

  String user() {
    return user;
  }

  void application(String name) {
    application = name;
  }

  SampleContext now(boolean inTransaction) {
    return new SampleContext(user, application, path.now(), role.now(), inTransaction);
  }

  /** A text that may change it is on its way. */
  void read(String text) {
    Matcher reset = RESET.matcher(text);
    while (reset.find()) {
      String what = reset.group(1).toLowerCase(Locale.ROOT);
      if (!what.equals("role") && !what.startsWith("session")) {
        path.set(path.first, false);
      }
      if (!what.equals("search_path")) {
        role.set("", false);
      }
    }
    Matcher set = SET.matcher(text);
    while (set.find()) {
      String scope = set.group(1) == null ? "" : set.group(1);
      set(set.group(2), set.group(3).strip(), scope.toLowerCase(Locale.ROOT).startsWith("local"));
    }
    Matcher call = SET_CONFIG.matcher(text);
    while (call.find()) {
      String value = call.group(2) == null ? UNKNOWN : call.group(2);
      set(call.group(1), value, call.group(3).equalsIgnoreCase("true"));
    }
  }

  private void set(String name, String written, boolean local) {
    String lower = name.toLowerCase(Locale.ROOT);
    Setting setting = lower.equals("search_path") || lower.equals("schema") ? path : role;
    String value = written.matches("\\$\\d+") ? UNKNOWN : written;
    boolean usual = value.equalsIgnoreCase("default") || value.equalsIgnoreCase("none");
    setting.set(usual ? setting.first : value, local);
  }

  /** The transaction is over. */
  void transactionEnded() {
    path.local = "";
    role.local = "";
  }
}
