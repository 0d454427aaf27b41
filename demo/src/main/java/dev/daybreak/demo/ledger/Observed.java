package dev.daybreak.demo.ledger;

import dev.daybreak.demo.workload.TrackedTable;
import dev.daybreak.demo.workload.Workload;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a database holds of a ledger's writers, read in one snapshot with one query per table.
 *
 * @param rows all versions of each row: more than one means duplicates
 * @param audit how often triggers noted each write, by {@link Write#item}
 * @param lists the witness lists by key
 * @param wrongAccounts accounts whose balance is not what transfers make it
 */
record Observed(
    Map<RowId, List<Seen>> rows,
    Map<Long, Integer> audit,
    Map<Long, long[]> lists,
    List<String> wrongAccounts) {
  private static final int FETCH_ROWS = 5_000;

  /** Reads in the connection's present transaction, which sees one snapshot. */
  static Observed read(Connection connection, Workload workload, Collection<Integer> writers)
      throws SQLException {
    Observed observed =
        new Observed(new HashMap<>(), new HashMap<>(), new TreeMap<>(), new ArrayList<>());
    Integer[] ids = writers.toArray(Integer[]::new);
    for (TrackedTable table : workload.tables()) {
      observed.readRows(connection, table, ids);
    }
    observed.readAudit(connection, workload.audit(), ids);
    if (workload.hasBank()) {
      observed.readLists(connection);
      observed.readAccounts(connection);
    }
    return observed;
  }

  private void readRows(Connection connection, TrackedTable table, Integer[] writers)
      throws SQLException {
    String sql =
        "SELECT writer, row_no, write_no, "
            + table.digestSql()
            + " FROM "
            + table.name()
            + " WHERE writer = ANY (?)";
    each(
        connection,
        sql,
        writers,
        row ->
            rows.computeIfAbsent(
                    new RowId(table.name(), row.getInt(1), row.getLong(2)),
                    id -> new ArrayList<>(1))
                .add(new Seen(row.getLong(3), row.getString(4))));
  }

  private void readAudit(Connection connection, String audit, Integer[] writers)
      throws SQLException {
    each(
        connection,
        "SELECT writer, write_no FROM " + audit + " WHERE writer = ANY (?)",
        writers,
        row -> this.audit.merge(Write.item(row.getInt(1), row.getLong(2)), 1, Integer::sum));
  }

  private void readLists(Connection connection) throws SQLException {
    each(
        connection,
        "SELECT key, items FROM " + Workload.LISTS,
        new Integer[0],
        row ->
            lists.put(
                row.getLong(1),
                Arrays.stream((Long[]) row.getArray(2).getArray())
                    .mapToLong(Long::longValue)
                    .toArray()));
  }

  private void readAccounts(Connection connection) throws SQLException {
    String sql =
        """
        WITH moved AS (
          SELECT account, sum(amount) AS amount FROM (
            SELECT debit AS account, -amount AS amount FROM %1$s
            UNION ALL SELECT credit, amount FROM %1$s) m GROUP BY account)
        SELECT a.id, a.balance - a.opening - coalesce(m.amount, 0)
        FROM %2$s a LEFT JOIN moved m ON m.account = a.id
        WHERE a.balance IS DISTINCT FROM a.opening + coalesce(m.amount, 0)
        UNION ALL
        SELECT NULL, sum(balance) - sum(opening) FROM %2$s HAVING sum(balance) <> sum(opening)
        """
            .formatted(Workload.TRANSFERS, Workload.ACCOUNTS);
    each(
        connection,
        sql,
        new Integer[0],
        row ->
            wrongAccounts.add(
                row.getString(1) == null
                    ? "the sum of balances is off by " + row.getString(2)
                    : "the balance of account "
                        + row.getString(1)
                        + " is off by "
                        + row.getString(2)));
  }

  private static void each(Connection connection, String sql, Integer[] writers, RowAction action)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setFetchSize(FETCH_ROWS);
      if (sql.indexOf('?') >= 0) {
        Array array = connection.createArrayOf("int4", writers);
        statement.setArray(1, array);
      }
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          action.take(result);
        }
      }
    }
  }

  private interface RowAction {
    void take(ResultSet row) throws SQLException;
  }
}
