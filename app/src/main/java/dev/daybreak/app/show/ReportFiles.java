package dev.daybreak.app.show;

import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A report on disk.
 *
 * @param html for people
 * @param json for scripts
 */
public record ReportFiles(Path html, Path json) {
  /**
   * Writes both forms, replacing earlier ones.
   *
   * @throws MigrationException IO_FAILED
   */
  public static ReportFiles write(Path directory, Report report) {
    String name = report.view().spec().name();
    Path html = directory.resolve(name + ".html").toAbsolutePath().normalize();
    Path json = directory.resolve(name + ".json").toAbsolutePath().normalize();
    try {
      Files.createDirectories(directory);
      Files.writeString(html, HtmlReport.render(report));
      Files.writeString(json, Documents.text(report.document()) + "\n");
      return new ReportFiles(html, json);
    } catch (IOException e) {
      throw new MigrationException(
          ErrorCode.IO_FAILED,
          "cannot write the report of " + name + " to " + directory + ".",
          "Name a directory that may be written.",
          e);
    }
  }
}
