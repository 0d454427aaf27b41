package dev.daybreak.testkit;

import dev.daybreak.kernel.Endpoint;
import dev.daybreak.kernel.Names;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * An extension that keeps rows of its users, as PostGIS and pg_cron do. Servers from 18 on find it
 * by {@code extension_control_path}.
 */
public final class TestExtension {
  /** Its name. */
  public static final String NAME = "daybreak_probe";

  private static final String FIRST =
      """
      CREATE TABLE @extschema@.kinds (id integer PRIMARY KEY, name text);
      INSERT INTO @extschema@.kinds VALUES (1, 'shipped'), (2, 'shipped too');
      CREATE TABLE @extschema@.jobs (id serial PRIMARY KEY,
        kind integer REFERENCES @extschema@.kinds, note text);
      CREATE TABLE @extschema@.cache (a integer);
      CREATE FUNCTION @extschema@.act() RETURNS integer LANGUAGE sql AS 'SELECT 1';
      SELECT pg_extension_config_dump('@extschema@.kinds', 'WHERE id > 100');
      SELECT pg_extension_config_dump('@extschema@.jobs', '');
      SELECT pg_extension_config_dump('@extschema@.jobs_id_seq', '');
      """;

  private static final String SECOND =
      FIRST.replace("note text", "note text, since timestamptz DEFAULT now()")
          + "DROP FUNCTION @extschema@.act();\n";

  private static final String THIRD = "CREATE TABLE nowhere.here ();\n";

  private TestExtension() {}

  /** Offers it to sessions of a database, in a version: 1.0, 2.0, or 3.0, which cannot be made. */
  public static void offer(Endpoint database, String version) {
    try {
      Path directory = Files.createTempDirectory("daybreak-extension-");
      directory.toFile().deleteOnExit();
      Path folder = Files.createDirectory(directory.resolve("extension"));
      folder.toFile().deleteOnExit();
      write(folder, ".control", "default_version = '" + version + "'\nrelocatable = false\n");
      write(folder, "--1.0.sql", FIRST);
      write(folder, "--2.0.sql", SECOND);
      write(folder, "--3.0.sql", THIRD);
      for (Path path : new Path[] {directory, folder}) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
      TestSql.run(
          database,
          "ALTER DATABASE "
              + Names.quote(database.database())
              + " SET extension_control_path = "
              + Names.literal("$system:" + directory));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path folder, String suffix, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(NAME + suffix), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    file.toFile().deleteOnExit();
  }
}
