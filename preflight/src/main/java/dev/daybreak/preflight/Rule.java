package dev.daybreak.preflight;

import dev.daybreak.kernel.finding.Finding;
import java.sql.SQLException;
import java.util.List;

/** One thing pre-flight looks for. Stateless; reads only. */
interface Rule {
  /** The stable id its findings carry. */
  String id();

  /** What a finding of it means, for the reference page. */
  String title();

  /** What is found; empty when all is well. */
  List<Finding> inspect(Inspection inspection) throws SQLException;
}
