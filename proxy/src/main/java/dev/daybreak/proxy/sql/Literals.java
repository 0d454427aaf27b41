package dev.daybreak.proxy.sql;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes the literals out of a SQL text and puts parameters in their place, such that the server
 * takes it as before wherever it can take parameters at all. Comments go, and space becomes single
 * blanks. Numbers that are no values stay: positions in ORDER BY and GROUP BY, lengths of types.
 *
 * <p>A literal of a named type becomes a cast, since {@code date $1} is no SQL. Equal strings of a
 * statement with GROUP BY share a parameter, or an expression that stands in both lists would be
 * taken for two.
 */
public final class Literals {
  private static final Set<String> TYPES =
      words(
          "date time timetz timestamp timestamptz interval bytea json jsonb uuid numeric decimal"
              + " inet cidr macaddr bit varbit xml point box circle line lseg path polygon bool"
              + " boolean int integer bigint smallint real float float4 float8 int2 int4 int8 text"
              + " varchar char bpchar money oid regclass tsquery tsvector");
  private static final Set<String> MODIFIED =
      words(
          "numeric decimal varchar char character varying bpchar bit varbit time timetz timestamp"
              + " timestamptz interval second float");
  private static final Set<String> FIELDS = words("year month day hour minute second to");
  private static final Set<String> LISTED = words("order group");
  private static final Set<String> LIST_ENDS =
      words(
          "limit offset having window fetch for union intersect except rows range groups order"
              + " where");
  private static final Set<String> LIST_GOES_ON = words("asc desc nulls using collate");
  private static final Set<String> PLAIN_NUMBERS = words("set reset fetch move");

  private final String text;
  private final boolean backslashes;
  private final boolean groups;
  private final int parameters;
  private final StringBuilder out = new StringBuilder();
  private final List<Token> tokens = new ArrayList<>();
  private final List<Written> written = new ArrayList<>();
  private final List<Literal> found = new ArrayList<>();
  private final Map<String, Integer> shared = new HashMap<>();
  private final Deque<Boolean> modifiers = new ArrayDeque<>();
  private final Deque<Boolean> lists = new ArrayDeque<>();
  private boolean list;
  private int at;

  /**
   * A text without literals.
   *
   * @param text what is left
   * @param parameters how many parameters it had before; the literals' follow them
   * @param literals what was taken out, in the order of their parameters
   */
  public record Result(String text, int parameters, List<Literal> literals) {}

  /** A token as it stands, and the same word in lower case. */
  private record Token(Lexer.Kind kind, String text, String word, boolean spaced, Literal literal) {
    boolean is(String other) {
      return word.equals(other);
    }
  }

  /** What was written for a token, and from where on. */
  private record Written(String text, String word, int from) {}

  private static Set<String> words(String all) {
    return Set.of(all.split(" "));
  }

  private Literals(String text, boolean backslashes) {
    this.text = text;
    this.backslashes = backslashes;
    this.parameters = read();
    this.groups = tokens.stream().anyMatch(token -> token.is("group"));
  }

  /**
   * Takes the literals out.
   *
   * @param text one char per byte
   * @param backslashes whether {@code standard_conforming_strings} is off
   */
  public static Result takeOut(String text, boolean backslashes) {
    Literals literals = new Literals(text, backslashes);
    while (literals.at < literals.tokens.size()) {
      literals.token();
    }
    return new Result(literals.out.toString(), literals.parameters, List.copyOf(literals.found));
  }

  private int read() {
    int most = 0;
    Lexer lexer = new Lexer(text, backslashes);
    Literal none = new Literal(Literal.UNKNOWN, null);
    int end = 0;
    while (lexer.next()) {
      String token = lexer.token();
      Literal literal =
          switch (lexer.kind()) {
            case STRING -> Literal.string(lexer);
            case NUMBER -> Literal.number(token);
            case WORD, QUOTED, PARAMETER, SYMBOL -> none;
          };
      if (lexer.kind() == Lexer.Kind.PARAMETER && token.length() < 7) {
        most = Math.max(most, Integer.parseInt(token.substring(1)));
      }
      String word = lexer.kind() == Lexer.Kind.WORD ? token.toLowerCase(Locale.ROOT) : "";
      tokens.add(new Token(lexer.kind(), token, word, lexer.start() > end, literal));
      end = lexer.end();
    }
    return most;
  }

  private void token() {
    Token token = tokens.get(at);
    switch (token.kind()) {
      case STRING -> string(token);
      case NUMBER -> number(token);
      case SYMBOL -> symbol(token);
      case WORD -> word(token);
      case QUOTED, PARAMETER -> write(token, token.text());
    }
    at++;
  }

  private void word(Token token) {
    if (token.is("by") && LISTED.contains(before(1))) {
      list = true;
    } else if (LIST_ENDS.contains(token.word())) {
      list = false;
    }
    write(token, token.text());
  }

  private void symbol(Token token) {
    if (token.text().equals("(")) {
      modifiers.push(MODIFIED.contains(before(1)));
      lists.push(list);
      list = false;
    } else if (token.text().equals(")") && !modifiers.isEmpty()) {
      modifiers.pop();
      list = lists.pop();
    } else if (token.text().equals(";")) {
      list = false;
    }
    write(token, token.text());
  }

  private void number(Token token) {
    boolean modifier = !modifiers.isEmpty() && modifiers.peek();
    boolean plain = !tokens.isEmpty() && PLAIN_NUMBERS.contains(tokens.get(0).word());
    if (modifier || plain || list && position()) {
      write(token, token.text());
    } else {
      write(token, parameter(token.literal(), ""));
    }
  }

  /** Whether the number names a column of the result. */
  private boolean position() {
    String last = written.isEmpty() ? "" : written.get(written.size() - 1).text();
    boolean begins = last.equals(",") || last.equalsIgnoreCase("by");
    Token next = ahead(1);
    boolean ends =
        next == null
            || next.text().equals(",")
            || next.text().equals(")")
            || next.text().equals(";")
            || LIST_GOES_ON.contains(next.word())
            || LIST_ENDS.contains(next.word());
    return begins && ends;
  }

  private void string(Token token) {
    Literal literal = token.literal();
    if (before(2).equals("extract") && before(1).isEmpty()) {
      // The name of a field, in quotes.
      write(token, token.text());
      return;
    }
    Token next = ahead(1);
    while (next != null && next.kind() == Lexer.Kind.STRING) {
      literal = literal.and(next.literal());
      at++;
      next = ahead(1);
    }
    if (next != null && next.is("uescape")) {
      at += 2;
    }
    int words = typeWords();
    write(token, words == 0 ? parameter(literal, "") : cast(literal, words));
  }

  /** Takes back the type's words and writes them into a cast. */
  private String cast(Literal literal, int words) {
    List<Written> last = written.subList(written.size() - words, written.size());
    out.setLength(last.get(0).from());
    String type = last.stream().map(Written::text).collect(Collectors.joining(" "));
    last.clear();
    StringBuilder fields = new StringBuilder();
    Token next = ahead(1);
    while (type.equalsIgnoreCase("interval") && next != null && FIELDS.contains(next.word())) {
      fields.append(' ').append(next.text());
      at++;
      next = ahead(1);
    }
    return "CAST(" + parameter(literal, type) + " AS " + type + fields + ")";
  }

  /** How many of the last words written are the type of the literal that follows. */
  private int typeWords() {
    String last = before(1);
    if (last.equals("zone") && before(2).equals("time")) {
      boolean with = before(3).equals("with") || before(3).equals("without");
      boolean time = before(4).equals("timestamp") || before(4).equals("time");
      return with && time ? 4 : 0;
    }
    if (last.equals("precision") && before(2).equals("double")) {
      return 2;
    }
    boolean dotted = written.size() > 1 && written.get(written.size() - 2).text().equals(".");
    return TYPES.contains(last) && !dotted ? 1 : 0;
  }

  /** The word written so many places ago; empty when that was no word. */
  private String before(int places) {
    int index = written.size() - places;
    return index < 0 ? "" : written.get(index).word();
  }

  private @Nullable Token ahead(int places) {
    return at + places < tokens.size() ? tokens.get(at + places) : null;
  }

  private String parameter(Literal literal, String type) {
    if (groups && literal.value() != null) {
      String key = literal.type() + " " + type + " " + literal.value();
      return "$" + shared.computeIfAbsent(key, first -> take(literal));
    }
    return "$" + take(literal);
  }

  private int take(Literal literal) {
    found.add(literal);
    return parameters + found.size();
  }

  /** Writes what stands for a token; space becomes one blank. */
  private void write(Token token, String what) {
    boolean blank = !out.isEmpty() && out.charAt(out.length() - 1) == ' ';
    if (token.spaced() && !out.isEmpty() && !blank) {
      out.append(' ');
    }
    written.add(new Written(what, token.word(), out.length()));
    out.append(what);
  }
}
