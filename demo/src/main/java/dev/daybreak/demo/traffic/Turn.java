package dev.daybreak.demo.traffic;

import java.sql.SQLException;

/** One thing that a client does: a transaction, or a statement of its own. */
@FunctionalInterface
interface Turn {
  void take(Session session) throws SQLException;
}
