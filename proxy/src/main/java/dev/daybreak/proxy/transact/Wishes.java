package dev.daybreak.proxy.transact;

import dev.daybreak.proxy.backend.ServerLink;
import dev.daybreak.proxy.wire.Frames;
import dev.daybreak.proxy.wire.StartupPacket;
import io.netty.channel.Channel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings a client wants on whatever server connection it borrows: those that servers report
 * and clients change. Used by the client's event loop.
 */
final class Wishes {
  private static final String APPLICATION = "application_name";
  private static final List<String> KEPT =
      List.of(
          "client_encoding",
          "DateStyle",
          "TimeZone",
          "IntervalStyle",
          "standard_conforming_strings");

  private final Map<String, String> startup;
  private final Map<String, String> wanted = new LinkedHashMap<>();

  Wishes(StartupPacket.Start start, ServerLink first) {
    startup = new LinkedHashMap<>(start.parameters());
    for (String name : KEPT) {
      String value = first.parameters().get(name);
      if (value != null) {
        wanted.put(name, value);
      }
    }
  }

  /** What to ask the pool for: its own name may have changed since the login. */
  Map<String, String> parameters() {
    return startup;
  }

  String application() {
    return startup.getOrDefault(APPLICATION, "");
  }

  /** The server has told the client of a new value. */
  void reported(String name, String value) {
    if (name.equals(APPLICATION)) {
      startup.put(name, value);
    } else if (KEPT.contains(name)) {
      wanted.put(name, value);
    }
  }

  /** Tells the client of what it does not set and another server has otherwise. */
  static void show(ServerLink link, Channel client) {
    link.parameters()
        .forEach(
            (name, value) -> {
              if (!KEPT.contains(name)
                  && !name.equals(APPLICATION)
                  && !name.equals(ServerLink.READ_ONLY)) {
                client.write(Frames.parameterStatus(name, value));
              }
            });
  }

  /** What makes the connection as the client wants it; null when it is. */
  @Nullable String missing(ServerLink link) {
    StringBuilder sql = new StringBuilder();
    String name = link.takeName();
    if (name != null) {
      set(sql, APPLICATION, name.replaceAll("[^ -~]", "?"));
    }
    wanted.forEach(
        (key, value) -> {
          if (!value.equals(link.parameters().get(key))) {
            set(sql, key, value);
          }
        });
    return sql.isEmpty() ? null : sql.toString();
  }

  private static void set(StringBuilder sql, String name, String value) {
    String text = value.replace("\\", "\\\\").replace("'", "''");
    sql.append("SET ").append(name).append(" = E'").append(text).append("';");
  }
}
