package dev.daybreak.schema.dialect;

import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.schema.read.CatalogReader;
import dev.daybreak.schema.rule.Rules;
import dev.daybreak.schema.rule.TypeNames;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Pattern;

/** The kinds of source that can be converted. */
public final class SourceDialects {
  /** PostgreSQL itself, from 12 on; what only looks like it says so in its version. */
  static final SourceDialect POSTGRESQL =
      new SourceDialect(
          "PostgreSQL",
          Pattern.compile("^PostgreSQL (?!.*-YB-)"),
          CatalogReader::inventory,
          TypeNames.NONE,
          Rules.ALL);

  private static final List<SourceDialect> ALL = List.of(POSTGRESQL);

  private SourceDialects() {}

  /**
   * The dialect of the server at the other end.
   *
   * @throws MigrationException UNSUPPORTED_VERSION when nothing here speaks it
   * @throws SQLException as the server says it
   */
  public static SourceDialect of(Connection source) throws SQLException {
    try (Statement statement = source.createStatement();
        ResultSet row = statement.executeQuery("SELECT version()")) {
      row.next();
      return of(row.getString(1));
    }
  }

  static SourceDialect of(String version) {
    return ALL.stream()
        .filter(dialect -> dialect.speaks(version))
        .findFirst()
        .orElseThrow(
            () ->
                new MigrationException(
                    ErrorCode.UNSUPPORTED_VERSION,
                    "the source says it is " + version + ", whose schema cannot be converted yet",
                    "Sources known: "
                        + String.join(", ", ALL.stream().map(SourceDialect::name).toList())
                        + "."));
  }
}
