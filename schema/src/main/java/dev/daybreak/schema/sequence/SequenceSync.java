package dev.daybreak.schema.sequence;

import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.kernel.stage.SchemaStage;
import dev.daybreak.kernel.stage.SchemaStage.SequencePoint;
import dev.daybreak.postgres.Connections;
import dev.daybreak.postgres.ServerErrors;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets all sequences of the target past their twins, in a fixed number of round trips: reads, sets,
 * reads back, proves.
 */
public final class SequenceSync implements SchemaStage.Sequences {
  private static final int PROBE_SECONDS = 2;
  private static final Logger LOG = LoggerFactory.getLogger(SequenceSync.class);
  private static final String SET =
      """
      SELECT setval(format('%I.%I', w.schema, w.name)::regclass, w.value, w.called)
      FROM unnest(?::text[], ?::text[], ?::bigint[], ?::boolean[])
        AS w(schema, name, value, called)
      """;

  private final Pairing pairing;
  private final Connection source;
  private final Connection target;

  private SequenceSync(Pairing pairing, Connection source, Connection target) {
    this.pairing = pairing;
    this.source = source;
    this.target = target;
  }

  /** Opens both sessions. */
  public static SequenceSync open(Pairing pairing) {
    Connection source = Connections.open(pairing.source(), "sequences", Side.SOURCE);
    try {
      return new SequenceSync(
          pairing, source, Connections.open(pairing.target(), "sequences", Side.TARGET));
    } catch (RuntimeException e) {
      close(source);
      throw e;
    }
  }

  @Override
  public List<SequencePoint> sync(long marginCalls) {
    if (marginCalls < 0) {
      throw new IllegalArgumentException("a margin is 0 or more, not " + marginCalls);
    }
    long start = System.nanoTime();
    Map<SequenceName, Sequence> twins = readSource();
    try {
      List<SequencePoint> points = sync(twins, target, marginCalls);
      LOG.info(
          "migration={} sequences={} millis={}",
          pairing.id(),
          points.size(),
          (System.nanoTime() - start) / 1_000_000);
      return points;
    } catch (SQLException e) {
      throw ServerErrors.translate(Side.TARGET, "cannot set sequences", e);
    }
  }

  @Override
  public boolean alive() {
    try {
      return source.isValid(PROBE_SECONDS) && target.isValid(PROBE_SECONDS);
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public void close() {
    close(source);
    close(target);
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // Nothing hangs on the session; the server notices by itself.
      LOG.debug("a session was lost before it was closed: {}", e.getSQLState());
    }
  }

  private Map<SequenceName, Sequence> readSource() {
    try {
      return SequenceReader.read(source);
    } catch (SQLException e) {
      throw ServerErrors.translate(Side.SOURCE, "cannot read sequences", e);
    }
  }

  private static List<SequencePoint> sync(
      Map<SequenceName, Sequence> source, Connection target, long marginCalls) throws SQLException {
    Map<SequenceName, Sequence> before = SequenceReader.read(target);
    List<Sequence> placed = new ArrayList<>();
    for (Sequence twin : source.values()) {
      placed.add(SequenceMath.place(twin, twin(before, twin), marginCalls));
    }
    set(target, placed);
    Map<SequenceName, Sequence> after = SequenceReader.read(target);
    List<SequencePoint> points = new ArrayList<>();
    for (Sequence wanted : placed) {
      Sequence twin = source.get(wanted.name());
      Sequence readBack = twin(after, wanted);
      SequenceMath.prove(twin, wanted, readBack);
      points.add(
          new SequencePoint(wanted.name().toString(), twin.lastValue(), readBack.lastValue()));
    }
    return points;
  }

  private static Sequence twin(Map<SequenceName, Sequence> sequences, Sequence twin) {
    Sequence found = sequences.get(twin.name());
    if (found == null) {
      throw new MigrationException(
          ErrorCode.SEQUENCE_BEHIND,
          "the target has no sequence " + twin.name(),
          "Apply the schema again, then repeat.");
    }
    return found;
  }

  private static void set(Connection target, List<Sequence> placed) throws SQLException {
    try (PreparedStatement statement = target.prepareStatement(SET)) {
      Object[] schemas = placed.stream().map(s -> s.name().schema()).toArray();
      Object[] names = placed.stream().map(s -> s.name().name()).toArray();
      statement.setArray(1, target.createArrayOf("text", schemas));
      statement.setArray(2, target.createArrayOf("text", names));
      Object[] values = placed.stream().map(Sequence::lastValue).toArray();
      Object[] called = placed.stream().map(Sequence::called).toArray();
      statement.setArray(3, target.createArrayOf("bigint", values));
      statement.setArray(4, target.createArrayOf("boolean", called));
      statement.executeQuery().close();
    }
  }
}
