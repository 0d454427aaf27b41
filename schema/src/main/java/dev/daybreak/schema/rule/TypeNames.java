package dev.daybreak.schema.rule;

import dev.daybreak.schema.model.CatalogObject;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What another system calls a type, and what PostgreSQL does. Modifiers and array marks stay: with
 * {@code string} to {@code varchar}, {@code string(3)[]} becomes {@code varchar(3)[]}.
 *
 * @param names from their name, in lower case, to ours
 */
public record TypeNames(Map<String, String> names) {
  /** For a source whose types are PostgreSQL's. */
  public static final TypeNames NONE = new TypeNames(Map.of());

  private static final String TYPE = "type";
  private static final Pattern FORM = Pattern.compile("([^(\\[]+)(.*)", Pattern.DOTALL);

  public TypeNames {
    names = Map.copyOf(names);
  }

  /** Whether nothing is called otherwise. */
  public boolean isEmpty() {
    return names.isEmpty();
  }

  /** The rule that renames the types of columns, domains and whatever else has one. */
  public Rule rule() {
    return new Rule(
        "SCH-TYPE",
        "A type of the source's own becomes the type of PostgreSQL that holds the same values.",
        "Every system has type names of its own.",
        Treatment.AUTOMATIC,
        (object, conversion, rule) -> rename(object));
  }

  private CatalogObject rename(CatalogObject object) {
    String type = object.get(TYPE);
    return type == null ? object : object.with(TYPE, rename(type));
  }

  private String rename(String type) {
    Matcher form = FORM.matcher(type);
    if (!form.matches()) {
      return type;
    }
    String ours = names.get(form.group(1).strip().toLowerCase(java.util.Locale.ROOT));
    return ours == null ? type : ours + form.group(2);
  }
}
