package dev.daybreak.schema.model;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One object of a database.
 *
 * @param id its name
 * @param attributes what is compared: absent means unset or default; names such as {@code type},
 *     {@code grant:alice}
 * @param facts what helps to plan but is not part of the definition: sizes, kinds of relatives
 */
public record CatalogObject(
    ObjectId id, SortedMap<String, String> attributes, Map<String, String> facts) {
  /** The prefix of attributes that hold a grantee's privileges. */
  public static final String GRANT = "grant:";

  /** The attribute that says that rights were ever given or taken: not the kind's own default. */
  public static final String RIGHTS = "rights";

  /**
   * The prefix of attributes that hold what somebody other than the owner granted; what follows is
   * a {@link GrantKey}.
   */
  public static final String GRANT_BY = GrantKey.PREFIX;

  /** How attributes name all roles together: no role can have this name. */
  public static final String EVERYBODY = "public";

  /** The prefix of attributes that hold what a grantee lost of what it is shipped with. */
  public static final String REVOKE = "revoke:";

  public CatalogObject {
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    facts = Map.copyOf(facts);
  }

  /** The attribute, or null when unset. */
  public @Nullable String get(String attribute) {
    return attributes.get(attribute);
  }

  /** The attribute, or a text in its place. */
  public String get(String attribute, String otherwise) {
    return attributes.getOrDefault(attribute, otherwise);
  }

  /** Whether the attribute is set. */
  public boolean has(String attribute) {
    return attributes.containsKey(attribute);
  }

  /** Whether the attribute reads {@code true}. */
  public boolean is(String attribute) {
    return "true".equals(attributes.get(attribute));
  }

  /** A fact, or the empty text. */
  public String fact(String name) {
    return facts.getOrDefault(name, "");
  }

  /** A numeric fact, or 0. */
  public long number(String name) {
    String text = fact(name);
    return text.isEmpty() ? 0 : Long.parseLong(text);
  }

  /** The same object without a fact. */
  public CatalogObject without(String fact) {
    Map<String, String> fewer = new java.util.HashMap<>(facts);
    fewer.remove(fact);
    return new CatalogObject(id, attributes, fewer);
  }

  /** The same object with an attribute changed; null removes it. */
  public CatalogObject with(String attribute, @Nullable String value) {
    TreeMap<String, String> changed = new TreeMap<>(attributes);
    if (value == null) {
      changed.remove(attribute);
    } else {
      changed.put(attribute, value);
    }
    return new CatalogObject(id, changed, facts);
  }
}
