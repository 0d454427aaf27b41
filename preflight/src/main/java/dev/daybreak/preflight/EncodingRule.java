package dev.daybreak.preflight;

import dev.daybreak.kernel.finding.Finding;
import dev.daybreak.kernel.finding.Severity;
import dev.daybreak.kernel.route.Side;
import java.sql.SQLException;
import java.util.List;

/**
 * The rule about character sets. Values travel in UTF-8, so a target in UTF-8 takes everything a
 * source in a known encoding holds; any other difference may lose characters.
 */
final class EncodingRule implements Rule {
  private static final String SQL =
      """
      SELECT current_database(), pg_encoding_to_char(encoding)
      FROM pg_database WHERE datname = current_database()
      """;

  @Override
  public String id() {
    return "PRE-ENCODING";
  }

  @Override
  public String title() {
    return "the databases' encodings differ";
  }

  @Override
  public List<Finding> inspect(Inspection inspection) throws SQLException {
    String source = inspection.rows(Side.SOURCE, SQL).get(0).detail();
    String target = inspection.rows(Side.TARGET, SQL).get(0).detail();
    if (source.equals(target) && !source.equals("SQL_ASCII")) {
      return List.of();
    }
    boolean safe = target.equals("UTF8") && !source.equals("SQL_ASCII");
    return List.of(
        new Finding(
            id(),
            safe ? Severity.WARNING : Severity.BLOCKER,
            "database encoding",
            "source: " + source + ", target: " + target,
            safe
                ? "Text is converted; char lengths in bytes (octet_length, index sizes) change."
                : "Create the target database with ENCODING 'UTF8'; a SQL_ASCII source must be"
                    + " cleaned first, because nobody knows what its bytes mean."));
  }
}
