package dev.daybreak.demo.workload;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A table whose rows the ledger can name. It has, beside columns of its own, {@code note}, {@code
 * body}, {@code origin} (the client's setting {@code my.tenant}), {@code writer} and {@code row_no}
 * (who inserted the row and under which number, for good) and {@code write_no} (the last write).
 *
 * @param name qualified and quoted as SQL wants it
 * @param columns columns of its own that an insert fills, each followed by a comma; may be empty
 * @param values their expressions over the random number {@code v.n}, each followed by a comma
 * @param key expression of the key as text, or an empty text for a table without key
 * @param match condition that finds the row by its key text, which is bound once per {@code ?}; or
 *     an empty text: rows are found by writer and row_no
 * @param move assignments that change the key, or an empty text
 * @param large whether bodies are too large to be stored in line
 */
public record TrackedTable(
    String name,
    String columns,
    String values,
    String key,
    String match,
    String move,
    boolean large) {
  public TrackedTable {
    Objects.requireNonNull(name, "name");
    if (key.isEmpty() && !match.isEmpty()) {
      throw new IllegalArgumentException(name + " is matched by a key that it does not have");
    }
  }

  /** Inserts a row: writer, row_no, write_no, note, body, n; answers the key's text. */
  public String insertSql() {
    return "INSERT INTO "
        + name
        + " ("
        + columns
        + "note, body, origin, writer, row_no, write_no)"
        + " SELECT "
        + values
        + "v.note, v.body, current_setting('my.tenant'), v.writer, v.row_no,"
        + " v.write_no FROM (SELECT ?::integer AS writer, ?::bigint AS row_no,"
        + " ?::bigint AS write_no,"
        + " ?::text AS note, ?::text AS body, ?::bigint AS n) v RETURNING "
        + keyOrNull();
  }

  /** Updates the row with assignments; parameters of those first, then {@link #bindings()} keys. */
  public String updateSql(String assignments) {
    return "UPDATE "
        + name
        + " SET "
        + assignments
        + " WHERE "
        + matchOrRow()
        + " RETURNING "
        + keyOrNull();
  }

  /** Deletes the row. */
  public String deleteSql() {
    return "DELETE FROM " + name + " WHERE " + matchOrRow();
  }

  /** Reads write_no and the content digest of the row. */
  public String readSql() {
    return "SELECT write_no, " + digestSql() + " FROM " + name + " WHERE " + matchOrRow();
  }

  /** Expression of the digest that {@link #digest} computes. */
  public String digestSql() {
    return "md5(concat(coalesce('=' || "
        + keyOrNull()
        + ", '~'), '|', coalesce('=' || note, '~'),"
        + " '|', coalesce(md5(body), '~'), '|', coalesce('=' || origin, '~')))";
  }

  /** How often the key text is bound in a match; 0 when the row is found by writer and row_no. */
  public int bindings() {
    return (int) match.chars().filter(c -> c == '?').count();
  }

  /** Whether rows have a key. */
  public boolean hasKey() {
    return !key.isEmpty();
  }

  /** Digest of what a client wrote. */
  public static String digest(
      @Nullable String key, @Nullable String note, @Nullable String bodyMd5, String origin) {
    return md5(
        marked(key) + "|" + marked(note) + "|" + (bodyMd5 == null ? "~" : bodyMd5) + "|=" + origin);
  }

  /** MD5 as the server prints it: here a fingerprint of test data, nothing more. */
  public static String md5(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String marked(@Nullable String text) {
    return text == null ? "~" : "=" + text;
  }

  private String keyOrNull() {
    return hasKey() ? "(" + key + ")::text" : "NULL::text";
  }

  private String matchOrRow() {
    return match.isEmpty() ? "writer = ? AND row_no = ?" : match;
  }
}
