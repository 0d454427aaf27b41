package dev.daybreak.proxy.sample;

import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.sample.SampledStatement;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A database's sample on disk: lines of JSON, of which the last about a statement counts. Only its
 * owner may read it. A process that is killed leaves at most one torn line, which readers pass
 * over. Used by one thread.
 */
public final class SampleFile implements AutoCloseable {
  private static final FileAttribute<Set<PosixFilePermission>> OWNERS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> OWNERS_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final String SUFFIX = ".jsonl";

  private final Path path;
  private final FileChannel lock;
  private FileChannel channel;
  private long bytes;

  private SampleFile(Path path, FileChannel lock, FileChannel channel) throws IOException {
    this.path = path;
    this.lock = lock;
    this.channel = channel;
    this.bytes = channel.size();
  }

  /** Where a route's sample lies. */
  static Path of(Path directory, String route) {
    StringBuilder name = new StringBuilder();
    for (byte b : route.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = Character.isLetterOrDigit(b) && b > 0 || "_-@:".indexOf(b) >= 0;
      if (plain || b == '.' && !name.isEmpty()) {
        name.append((char) b);
      } else {
        name.append(String.format("%%%02X", b));
      }
    }
    return directory.resolve(name + SUFFIX);
  }

  /** The samples in a directory, by name. */
  public static List<Path> in(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    }
  }

  /**
   * Opens a file to write to, keeping it from other processes.
   *
   * @throws IOException when it cannot be written, or another process writes it
   */
  static SampleFile open(Path path) throws IOException {
    Path directory = path.toAbsolutePath().getParent();
    if (directory != null && !Files.isDirectory(directory)) {
      Files.createDirectories(directory, OWNERS_DIRECTORY);
    }
    FileChannel lock = create(path.resolveSibling(path.getFileName() + ".lock"));
    try {
      FileLock held = lock.tryLock();
      if (held == null) {
        throw new IOException("another process writes " + path);
      }
      return new SampleFile(path, lock, create(path));
    } catch (IOException | OverlappingFileLockException e) {
      lock.close();
      throw e instanceof IOException io ? io : new IOException(path + " is being written", e);
    }
  }

  private static FileChannel create(Path path) throws IOException {
    return FileChannel.open(
        path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND), OWNERS);
  }

  long bytes() {
    return bytes;
  }

  /** Adds whole lines. */
  void append(byte[] lines) throws IOException {
    write(channel, lines);
    bytes += lines.length;
  }

  private static void write(FileChannel to, byte[] lines) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(lines);
    while (rest.hasRemaining()) {
      to.write(rest);
    }
  }

  /** Puts these statements in the place of everything, at one stroke. */
  void replace(Collection<SampledStatement> statements) throws IOException {
    Path fresh = path.resolveSibling(path.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    long written = 0;
    FileChannel next = create(fresh);
    try {
      for (SampledStatement statement : statements) {
        byte[] line = Lines.write(statement);
        write(next, line);
        written += line.length;
      }
      next.force(false);
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      next.close();
      Files.deleteIfExists(fresh);
      throw e;
    }
    channel.close();
    channel = next;
    bytes = written;
  }

  /**
   * The statements of a sample, in the order they were first seen.
   *
   * @throws MigrationException IO_FAILED when it cannot be read, or a line is none
   */
  public static List<SampledStatement> read(Path path) {
    int number = 0;
    try {
      String text = Files.readString(path, StandardCharsets.ISO_8859_1);
      Map<String, SampledStatement> last = new LinkedHashMap<>();
      // What stands behind the last line's end was torn off.
      for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n", -1)) {
        number++;
        if (!line.isEmpty()) {
          byte[] utf8 = line.getBytes(StandardCharsets.ISO_8859_1);
          SampledStatement read = Lines.read(new String(utf8, StandardCharsets.UTF_8));
          last.put(key(read), read);
        }
      }
      return List.copyOf(last.values());
    } catch (IOException | IllegalArgumentException | java.time.DateTimeException e) {
      throw new MigrationException(
          ErrorCode.IO_FAILED,
          "the sample " + path + " cannot be read" + (number > 0 ? ", line " + number : "") + ".",
          "Check its path and rights; a damaged sample may be deleted, it is gathered anew.",
          e);
    }
  }

  /** A statement's text for people. */
  public static String shown(SampledStatement statement) {
    byte[] bytes = statement.text().getBytes(StandardCharsets.ISO_8859_1);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** What makes a statement another one. */
  static String key(SampledStatement statement) {
    return String.join(
        "\0",
        statement.text(),
        statement.encoding(),
        statement.types().toString(),
        statement.context().user(),
        statement.context().searchPath(),
        statement.context().role());
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      lock.close();
    }
  }
}
