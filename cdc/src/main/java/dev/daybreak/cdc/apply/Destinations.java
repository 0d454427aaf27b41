package dev.daybreak.cdc.apply;

import dev.daybreak.cdc.read.Decoder;
import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Lsn;
import dev.daybreak.kernel.TableId;
import dev.daybreak.kernel.change.Column;
import dev.daybreak.kernel.change.Identity;
import dev.daybreak.kernel.change.Relation;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the changes of each announced relation go. The stream names tables and columns as they were
 * when a change was written; one that the applying side does not know is looked for on the
 * capturing side by its OID, which a name outlives:
 *
 * <ul>
 *   <li>a table or a column that was dropped since is left out: nothing that remains rests on it;
 *   <li>a table that has another name by now is that table, if its copy is of the same OID;
 *   <li>a column that was renamed on the applying side after the source is that column;
 *   <li>anything else stops the stream, and the table is noted to be copied again.
 * </ul>
 *
 * <p>For one thread and one connection.
 */
final class Destinations {
  private static final Logger LOG = LoggerFactory.getLogger(Destinations.class);
  private static final int TABLES_MAX = 5_000;

  private final Connection connection;
  private final Endpoint from;
  private final Decoder types;
  private final Map<TableId, Lsn> loaded;

  /** By identity: a relation announced anew is looked up anew. */
  private final Map<Relation, Destination> known = new IdentityHashMap<>();

  private @Nullable Relation lastRelation;
  private @Nullable Destination last;

  /**
   * @param loaded the snapshot position under which each table was copied
   */
  Destinations(Connection connection, Endpoint from, Decoder types, Map<TableId, Lsn> loaded) {
    this.connection = connection;
    this.from = from;
    this.types = types;
    this.loaded = loaded;
  }

  /**
   * The table for a change, or null when it is left out.
   *
   * @throws MigrationException SOURCE_TABLE_ADDED, SOURCE_DDL_CHANGED
   */
  @Nullable RowWork find(Relation relation, Lsn commit) throws SQLException {
    Destination there = relation == lastRelation ? last : known.get(relation);
    if (there == null || there.work() == null && !commit.isBefore(there.since())) {
      there = look(relation, commit);
      if (known.size() >= TABLES_MAX) {
        known.clear();
      }
      known.put(relation, there);
    }
    lastRelation = relation;
    last = there;
    return commit.isBefore(there.since()) ? null : there.work();
  }

  /**
   * @param since from which commit on; what comes before is left out
   * @param work null when it is not known what comes then
   */
  private record Destination(Lsn since, @Nullable RowWork work) {
    static final Destination NONE = new Destination(Applier.NO_LIMIT, null);
  }

  private Destination look(Relation relation, Lsn commit) throws SQLException {
    long oid = TargetCatalog.table(connection, relation.table());
    if (oid == 0) {
      return elsewhere(relation, commit);
    }
    try {
      known.keySet().stream()
          .filter(earlier -> earlier.table().equals(relation.table()))
          .forEach(earlier -> TargetTable.refuseNarrowing(earlier, relation));
      return new Destination(Lsn.ZERO, work(relation, oid, commit));
    } catch (MigrationException e) {
      throw stopped(relation.table(), e);
    }
  }

  /** The applying side has no table of that name. */
  private Destination elsewhere(Relation relation, Lsn commit) throws SQLException {
    Optional<CapturedTable> captured = CapturedTable.ask(from, relation.oid());
    if (captured.isEmpty()) {
      LOG.warn("apply=left-out table={} reason=dropped-on-capturing-side", relation.table());
      return Destination.NONE;
    }
    TableId now = captured.get().id();
    long oid = TargetCatalog.table(connection, now);
    if (oid == 0) {
      throw unknown(relation, now);
    }
    Lsn copied = loaded.getOrDefault(now, Lsn.ZERO);
    boolean same = TargetCatalog.capturedOid(connection, now) == oid(relation);
    if (!same && !commit.isBefore(copied)) {
      throw stopped(now, unknown(relation, now));
    }
    LOG.warn("apply=renamed table={} now={} copied={}", relation.table(), now, copied);
    try {
      return new Destination(copied, same ? work(relation.named(now), oid, commit) : null);
    } catch (MigrationException e) {
      throw stopped(now, e);
    }
  }

  private static long oid(Relation relation) {
    return Integer.toUnsignedLong(relation.oid());
  }

  private static MigrationException unknown(Relation relation, TableId now) {
    return new MigrationException(
        ErrorCode.SOURCE_TABLE_ADDED,
        "table "
            + relation.table()
            + (now.equals(relation.table()) ? "" : ", which is " + now + " by now,")
            + " has changes on the capturing side and does not exist on the other",
        "It was created or renamed while the migration ran: resume with --accept-ddl, or abort and"
            + " start anew.");
  }

  /** Notes the table, so that accepting changes copies it again, whatever its schema shows. */
  private MigrationException stopped(TableId table, MigrationException e) throws SQLException {
    if (e.code() == ErrorCode.SOURCE_DDL_CHANGED || e.code() == ErrorCode.SOURCE_TABLE_ADDED) {
      connection.rollback();
      TargetCatalog.stop(connection, table);
      connection.commit();
    }
    return e;
  }

  private RowWork work(Relation relation, long oid, Lsn commit) throws SQLException {
    Set<String> there = TargetCatalog.columns(connection, oid).keySet();
    // Also where all names are known: one may have been taken anew since.
    List<Column> named = present(relation, commit);
    if (named.stream().allMatch(column -> there.contains(column.name()))) {
      Relation whole = relation.having(named);
      return new RowWork(TargetTable.resolve(connection, oid, whole, types), List.of());
    }
    List<Integer> carried = new ArrayList<>();
    for (int i = 0; i < named.size(); i++) {
      if (there.contains(named.get(i).name()) || !wasDropped(relation, named, named.get(i))) {
        carried.add(i);
      }
    }
    Relation rest = relation.having(carried.stream().map(named::get).toList());
    return new RowWork(TargetTable.resolve(connection, oid, rest, types), carried);
  }

  /** The columns under the names that the applying side has given them since that commit. */
  private List<Column> present(Relation relation, Lsn commit) throws SQLException {
    List<Column> columns = new ArrayList<>(relation.columns());
    for (ColumnAlias alias : TargetCatalog.aliases(connection, relation.table(), commit)) {
      if (columns.stream().noneMatch(column -> column.name().equals(alias.now()))) {
        columns.replaceAll(alias::apply);
      }
    }
    return columns;
  }

  /**
   * Whether the column is gone for good: not when the table has one of a name that the change does
   * not know, which it may be by now, and not when the row is found by it.
   */
  private boolean wasDropped(Relation relation, List<Column> columns, Column column) {
    Optional<CapturedTable> captured = CapturedTable.ask(from, relation.oid());
    List<String> names = columns.stream().map(Column::name).toList();
    boolean finds = column.key() && relation.identity() != Identity.FULL;
    boolean gone =
        !finds
            && captured.isPresent()
            && !captured.get().columns().contains(column.name())
            && names.containsAll(captured.get().columns());
    if (gone) {
      LOG.warn(
          "apply=left-out table={} column={} reason=dropped-on-capturing-side",
          relation.table(),
          column.name());
    }
    return gone;
  }
}
