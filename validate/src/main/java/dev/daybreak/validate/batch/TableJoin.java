package dev.daybreak.validate.batch;

import dev.daybreak.kernel.verdict.MismatchKind;
import dev.daybreak.validate.core.Digest;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Joins the two digest tables of one table. Keyed rows are joined one to one; where that does not
 * balance a key occurs more than once, and, as for tables without key, occurrences are counted.
 */
final class TableJoin {
  private static final String COUNTS =
      """
      SELECT count(*) FILTER (s.r = t.r), count(*) FILTER (s.r <> t.r),
             count(*) FILTER (t.k IS NULL), count(*) FILTER (s.k IS NULL)
      FROM %1$s s FULL OUTER JOIN %2$s t ON s.k = t.k""";
  private static final String SAMPLES =
      """
      SELECT coalesce(s.k, t.k)::VARCHAR, (s.k IS NOT NULL)::INT, (t.k IS NOT NULL)::INT
      FROM %1$s s FULL OUTER JOIN %2$s t ON s.k = t.k WHERE s.r IS DISTINCT FROM t.r LIMIT %3$d""";
  private static final String GROUPED =
      """
      WITH s AS (SELECT k, r, count(*) AS c FROM %1$s GROUP BY k, r),
      t AS (SELECT k, r, count(*) AS c FROM %2$s GROUP BY k, r),
      j AS (SELECT coalesce(s.k, t.k) AS k, coalesce(s.c, 0) AS cs, coalesce(t.c, 0) AS ct
            FROM s FULL OUTER JOIN t ON s.k = t.k AND s.r = t.r),
      g AS (SELECT k, sum(least(cs, ct)) AS m, sum(cs) AS cs, sum(ct) AS ct FROM j GROUP BY k)
      """;
  private static final String GROUPED_COUNTS =
      GROUPED
          + """
      SELECT coalesce(sum(m), 0)::BIGINT, coalesce(sum(least(cs, ct) - m), 0)::BIGINT,
             coalesce(sum(cs - least(cs, ct)), 0)::BIGINT,
             coalesce(sum(ct - least(cs, ct)), 0)::BIGINT FROM g""";
  private static final String GROUPED_SAMPLES =
      GROUPED
          + """
      SELECT k::VARCHAR, cs::BIGINT, ct::BIGINT FROM g WHERE cs <> m OR ct <> m LIMIT %3$d""";

  private final Connection connection;
  private final String source;
  private final String target;
  private final int samplesMax;

  /** Joins the DuckDB tables of these names. */
  TableJoin(Connection connection, String source, String target, int samplesMax) {
    this.connection = connection;
    this.source = source;
    this.target = target;
    this.samplesMax = samplesMax;
  }

  /** One key, one row. The result does not balance when a key occurs more than once. */
  JoinResult keyed() throws SQLException {
    JoinResult counts = counts(COUNTS);
    return counts.clean() ? counts : withSamples(counts, SAMPLES, MismatchKind.VALUE_MISMATCH);
  }

  /**
   * Occurrences counted.
   *
   * @param differing what it is when a key has as many rows on both sides, but others
   */
  JoinResult counted(MismatchKind differing) throws SQLException {
    JoinResult counts = counts(GROUPED_COUNTS);
    return counts.clean() ? counts : withSamples(counts, GROUPED_SAMPLES, differing);
  }

  private JoinResult counts(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql.formatted(source, target))) {
      row.next();
      return new JoinResult(
          row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), List.of());
    }
  }

  private JoinResult withSamples(JoinResult counts, String sql, MismatchKind differing)
      throws SQLException {
    List<JoinResult.Sample> samples = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql.formatted(source, target, samplesMax))) {
      while (row.next()) {
        long onSource = row.getLong(2);
        long onTarget = row.getLong(3);
        MismatchKind kind = kind(onSource, onTarget, differing);
        samples.add(new JoinResult.Sample(digest(row.getString(1)), kind, onSource, onTarget));
      }
    }
    return new JoinResult(
        counts.matched(), counts.differing(), counts.missing(), counts.extra(), samples);
  }

  private static MismatchKind kind(long onSource, long onTarget, MismatchKind same) {
    if (onTarget == 0) {
      return MismatchKind.MISSING_ROW;
    }
    if (onSource == 0) {
      return MismatchKind.EXTRA_ROW;
    }
    return onSource == onTarget ? same : MismatchKind.MULTIPLICITY;
  }

  private static Digest digest(String decimal) {
    BigInteger value = new BigInteger(decimal);
    return new Digest(value.shiftRight(64).longValue(), value.longValue());
  }
}
