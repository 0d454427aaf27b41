package dev.daybreak.cdc;

import dev.daybreak.kernel.Endpoint;

/**
 * A statement that adds something to a database.
 *
 * @param where the database
 * @param sql the statement
 */
record Addition(Endpoint where, String sql) {
  /** The statement with its database in a comment: for dry runs. */
  String line() {
    return "/* " + where.host() + ":" + where.port() + "/" + where.database() + " */ " + sql;
  }
}
