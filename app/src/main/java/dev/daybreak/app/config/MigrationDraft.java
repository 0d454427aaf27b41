package dev.daybreak.app.config;

import dev.daybreak.control.EndpointSpec;
import dev.daybreak.control.Gates;
import dev.daybreak.control.MigrationSpec;
import dev.daybreak.control.Ownership;
import dev.daybreak.kernel.MigrationId;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.stage.SchemaChoices;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A migration as a person describes it, before it is checked as a whole.
 *
 * @param name its name, or null to derive it from the source database's
 * @param source the database to move
 * @param target where it goes
 * @param listen where the proxy listens
 * @param ownership owner, wave and window
 * @param gates budgets
 */
public record MigrationDraft(
    @Nullable String name,
    EndpointSpec source,
    EndpointSpec target,
    ListenAddress listen,
    Ownership ownership,
    Gates gates) {
  private static final int NAME_LENGTH_MAX = 40;

  /**
   * The migration.
   *
   * @throws MigrationException BAD_ARGUMENT
   */
  public MigrationSpec spec(boolean autoCutover) {
    if (samePlace(source, target)) {
      throw new MigrationException(
          ErrorCode.BAD_ARGUMENT,
          "source and target are the same database, " + source.database() + ".",
          "Name an empty database on the server to move to.");
    }
    return new MigrationSpec(
        checkedName(),
        source,
        target,
        listen.host(),
        listen.port(),
        ownership,
        gates,
        autoCutover,
        SchemaChoices.NONE);
  }

  private String checkedName() {
    String candidate = name == null ? nameFor(source.database()) : name;
    try {
      return new MigrationId(candidate).value();
    } catch (IllegalArgumentException e) {
      throw new MigrationException(
          ErrorCode.BAD_ARGUMENT,
          "'" + candidate + "' is not a migration's name.",
          "Take a lower-case letter followed by up to 39 letters, digits or underscores.",
          e);
    }
  }

  /** A name that the alphabet allows, as near as possible to the database's. */
  static String nameFor(String database) {
    String plain = database.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
    String begun = plain.matches("[a-z].*") ? plain : "db_" + plain;
    return begun.substring(0, Math.min(NAME_LENGTH_MAX, begun.length()));
  }

  private static boolean samePlace(EndpointSpec a, EndpointSpec b) {
    return a.host().equalsIgnoreCase(b.host())
        && a.port() == b.port()
        && a.database().equals(b.database());
  }
}
