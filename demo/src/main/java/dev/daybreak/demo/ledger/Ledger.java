package dev.daybreak.demo.ledger;

import dev.daybreak.demo.workload.Workload;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the clients of one database asked for and what was acknowledged: in memory, and in a file
 * that is appended to before each commit and after each answer. The file outlives a killed process
 * (not a crashed machine); a transaction without an answer in it is {@link Outcome#UNKNOWN}.
 *
 * <p>Thread-safe. One line per event: {@code B writer transaction write...} (begun), {@code A
 * writer transaction write...} (acknowledged), {@code F writer transaction} (failed), {@code V
 * text} (violation).
 */
public final class Ledger implements AutoCloseable {
  private static final String HEADER = "daybreak-ledger 1 ";

  private final Workload workload;
  private final Path path;
  private final FileChannel file;
  private final List<Entry> entries = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();

  private Ledger(Workload workload, Path path, FileChannel file) {
    this.workload = workload;
    this.path = path;
    this.file = file;
  }

  /** Begins a new ledger in a file that must not exist yet. */
  public static Ledger create(Workload workload, Path path) {
    try {
      FileChannel file =
          FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      Ledger ledger = new Ledger(workload, path, file);
      ledger.append(HEADER + workload);
      return ledger;
    } catch (IOException e) {
      throw failed(path, e);
    }
  }

  /** Reads the ledger of an earlier, perhaps killed, run; a torn last line is left out. */
  public static Ledger read(Path path) {
    try {
      String text = Files.readString(path);
      List<String> lines = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
      if (lines.isEmpty() || !lines.get(0).startsWith(HEADER)) {
        throw new MigrationException(
            ErrorCode.BAD_ARGUMENT,
            path + " is no ledger",
            "Name a file that traffic has written.");
      }
      Ledger ledger =
          new Ledger(
              Workload.valueOf(lines.get(0).substring(HEADER.length())),
              path,
              FileChannel.open(path, StandardOpenOption.READ));
      ledger.replay(lines.subList(1, lines.size()));
      return ledger;
    } catch (IOException e) {
      throw failed(path, e);
    }
  }

  /** The kind of database it is about. */
  public Workload workload() {
    return workload;
  }

  /** Its file. */
  public Path path() {
    return path;
  }

  /** Notes a transaction; to be called before its commit is sent. */
  public Entry begin(int writer, long transaction, List<Write> writes) {
    Entry entry = new Entry(writer, transaction, writes);
    synchronized (this) {
      append(line("B", writer, transaction, writes));
      entries.add(entry);
    }
    return entry;
  }

  /** Notes that the server refused it. */
  public void failed(Entry entry) {
    synchronized (this) {
      append("F\t" + entry.writer() + "\t" + entry.transaction());
    }
    entry.settle(Outcome.FAILED, entry.writes());
  }

  /**
   * Notes that the commit was acknowledged.
   *
   * @param told the writes as begun, with the digests that are known only now
   */
  public void acknowledged(Entry entry, List<Write> told) {
    synchronized (this) {
      append(line("A", entry.writer(), entry.transaction(), told));
    }
    entry.settle(Outcome.ACKNOWLEDGED, told);
  }

  /** Notes that a client read what it must not have read. */
  public synchronized void violation(String text) {
    append("V\t" + text.replace('\n', ' '));
    violations.add(text);
  }

  /** All transactions, those of one writer in its order. A copy. */
  public synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** What clients read wrongly, in the order of finding. A copy. */
  public synchronized List<String> violations() {
    return List.copyOf(violations);
  }

  /** Writes that were acknowledged so far. */
  public long acknowledgedWrites() {
    return entries().stream()
        .filter(entry -> entry.outcome() == Outcome.ACKNOWLEDGED)
        .mapToLong(entry -> entry.writes().size())
        .sum();
  }

  /** Everyone who has written. */
  public Collection<Integer> writers() {
    return entries().stream().map(Entry::writer).collect(Collectors.toSet());
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw failed(path, e);
    }
  }

  private void append(String line) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    } catch (IOException e) {
      throw failed(path, e);
    }
  }

  private void replay(List<String> lines) {
    Map<String, Entry> open = new HashMap<>();
    for (String line : lines) {
      String[] fields = line.split("\t");
      switch (fields[0]) {
        case "B" -> {
          Entry entry =
              new Entry(Integer.parseInt(fields[1]), Long.parseLong(fields[2]), writes(fields));
          entries.add(entry);
          open.put(fields[1] + " " + fields[2], entry);
        }
        case "A" ->
            open.remove(fields[1] + " " + fields[2]).settle(Outcome.ACKNOWLEDGED, writes(fields));
        case "F" -> {
          Entry entry = open.remove(fields[1] + " " + fields[2]);
          entry.settle(Outcome.FAILED, entry.writes());
        }
        case "V" -> violations.add(line.substring(2));
        default -> throw MigrationException.bug("a ledger has a line of kind " + fields[0]);
      }
    }
  }

  private static List<Write> writes(String[] fields) {
    List<Write> writes = new ArrayList<>();
    for (int i = 3; i < fields.length; i++) {
      String[] parts = fields[i].split(",", -1);
      writes.add(
          new Write(
              Write.Kind.valueOf(parts[0]),
              parts[1],
              Long.parseLong(parts[2]),
              Long.parseLong(parts[3]),
              parts[4]));
    }
    return writes;
  }

  private static String line(String event, int writer, long transaction, List<Write> writes) {
    return writes.stream()
        .map(Ledger::format)
        .collect(Collectors.joining("\t", event + "\t" + writer + "\t" + transaction + "\t", ""));
  }

  private static String format(Write write) {
    return write.kind()
        + ","
        + write.table()
        + ","
        + write.row()
        + ","
        + write.number()
        + ","
        + write.digest();
  }

  private static MigrationException failed(Path what, IOException e) {
    return new MigrationException(
        ErrorCode.IO_FAILED,
        "the ledger " + what + " cannot be read or written: " + e.getMessage(),
        "Look for free space and rights in its directory.",
        e);
  }
}
