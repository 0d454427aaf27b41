package dev.daybreak.validate.batch;

import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Properties;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;

/**
 * A DuckDB of one batch: memory up to a bound, then a temporary directory that goes with it.
 * Thread-safe; each {@link #open} gives a connection for one thread.
 */
final class Warehouse implements AutoCloseable {
  private final Path spill;
  private final DuckDBConnection root;

  private Warehouse(Path spill, DuckDBConnection root) {
    this.spill = spill;
    this.root = root;
  }

  static Warehouse create(Path workDirectory, int memoryMib, int threads) {
    try {
      Files.createDirectories(workDirectory);
      Path spill = Files.createTempDirectory(workDirectory, "batch-");
      Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
      Warehouse warehouse = new Warehouse(spill, connection.unwrap(DuckDBConnection.class));
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET memory_limit = '" + memoryMib + "MiB'");
        statement.execute("SET temp_directory = '" + spill.toString().replace("'", "''") + "'");
        statement.execute("SET threads = " + threads);
        statement.execute("SET preserve_insertion_order = false");
      }
      return warehouse;
    } catch (IOException | SQLException e) {
      throw new MigrationException(
          ErrorCode.IO_FAILED,
          "cannot open the join's store in " + workDirectory + ": " + e.getMessage(),
          "Check that the work directory is writable and has space.",
          e);
    }
  }

  /** A connection for one thread. */
  synchronized DuckDBConnection open() throws SQLException {
    return root.duplicate();
  }

  @Override
  public void close() {
    try {
      root.close();
      try (Stream<Path> paths = Files.walk(spill)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      }
    } catch (IOException | SQLException e) {
      throw new MigrationException(
          ErrorCode.IO_FAILED, "cannot clear " + spill, "Delete the directory by hand.", e);
    }
  }
}
