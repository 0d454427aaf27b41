package dev.daybreak.schema.rule;

import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.stage.SchemaChoices;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;

/**
 * A kind of target server, as data: what its provider allows. Profiles are files named {@code
 * profile-NAME.properties} beside this class; a new one needs no code.
 *
 * @param name the name people choose it by
 * @param managed whether nobody is superuser, whatever the login is on the server at hand
 * @param superuserRole the role that a managed server gives instead, or empty
 * @param eventTriggers whether its owner may create event triggers
 * @param extensions each {@code name}, {@code name from-to} or {@code name from-} in major
 *     versions; empty when the server alone decides
 */
public record TargetProfile(
    String name,
    boolean managed,
    String superuserRole,
    boolean eventTriggers,
    List<Offer> extensions) {
  public TargetProfile {
    extensions = List.copyOf(extensions);
  }

  /** An extension and the major versions that have it. */
  record Offer(String extension, int first, int last) {
    static Offer parse(String text) {
      String[] parts = text.strip().split("\\s+");
      if (parts.length == 1) {
        return new Offer(parts[0], 0, Integer.MAX_VALUE);
      }
      String[] bounds = parts[1].split("-", -1);
      int last = bounds[1].isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(bounds[1]);
      return new Offer(parts[0], Integer.parseInt(bounds[0]), last);
    }
  }

  /**
   * The profile of that name.
   *
   * @throws MigrationException BAD_CONFIGURATION when there is none
   */
  public static TargetProfile named(String name) {
    if (!SchemaChoices.PROFILES.contains(name)) {
      throw new MigrationException(
          ErrorCode.BAD_CONFIGURATION,
          "there is no target profile '" + name + "'.",
          "Take one of "
              + String.join(", ", SchemaChoices.PROFILES)
              + ", or leave it to be detected.");
    }
    Properties data = data("profile-" + name + ".properties");
    String offers = data.getProperty("extensions", "").strip();
    return new TargetProfile(
        name,
        Boolean.parseBoolean(data.getProperty("managed")),
        data.getProperty("superuserRole", ""),
        Boolean.parseBoolean(data.getProperty("eventTriggers")),
        offers.isEmpty()
            ? List.of()
            : List.of(offers.split(",")).stream().map(Offer::parse).toList());
  }

  private static Properties data(String file) {
    try (InputStream stream = TargetProfile.class.getResourceAsStream(file)) {
      if (stream == null) {
        throw MigrationException.bug("no resource " + file);
      }
      Properties data = new Properties();
      data.load(new InputStreamReader(stream, StandardCharsets.UTF_8));
      return data;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a server of this kind and major version offers an extension. */
  boolean offers(String extension, int major) {
    return extensions.isEmpty()
        || extensions.stream()
            .anyMatch(
                o -> o.extension().equals(extension) && o.first() <= major && major <= o.last());
  }
}
