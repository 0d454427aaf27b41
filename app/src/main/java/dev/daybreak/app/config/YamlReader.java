package dev.daybreak.app.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.daybreak.kernel.error.ErrorCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads YAML into nodes that keep their place and every repeated key, so that strictness can be
 * explained line by line. Aliases, merges and second documents are refused: what is read is what
 * stands there.
 */
final class YamlReader {
  private static final int DEPTH_MAX = 20;

  private final Problems problems;
  private final YAMLParser parser;

  private YamlReader(YAMLParser parser, Problems problems) {
    this.parser = parser;
    this.problems = problems;
  }

  /** The document, or empty with the reason among the problems. */
  static Optional<YamlNode> read(String text, Problems problems) {
    try (YAMLParser parser = new YAMLFactory().createParser(text)) {
      return new YamlReader(parser, problems).document();
    } catch (JsonProcessingException e) {
      problems.add(place(e.getLocation()), ErrorCode.BAD_CONFIGURATION, syntax(e));
      return Optional.empty();
    } catch (IOException e) {
      problems.add(new Place(1, 1), ErrorCode.BAD_CONFIGURATION, "cannot be read");
      return Optional.empty();
    }
  }

  private Optional<YamlNode> document() throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      problems.add(new Place(1, 1), ErrorCode.BAD_CONFIGURATION, "the file is empty");
      return Optional.empty();
    }
    YamlNode root = node(first, 0);
    if (parser.nextToken() != null) {
      problems.add(here(), ErrorCode.BAD_CONFIGURATION, "a second document in one file");
    }
    return Optional.of(root);
  }

  private YamlNode node(JsonToken token, int depth) throws IOException {
    Place place = here();
    if (depth > DEPTH_MAX) {
      problems.add(place, ErrorCode.BAD_CONFIGURATION, "nested too deeply");
      parser.skipChildren();
      return new YamlNode.Scalar(place, "", true);
    }
    if (parser.isCurrentAlias()) {
      problems.add(
          place, ErrorCode.BAD_CONFIGURATION, "an alias; put what is shared under defaults");
    }
    return switch (token) {
      case START_OBJECT -> mapping(place, depth);
      case START_ARRAY -> sequence(place, depth);
      default -> new YamlNode.Scalar(place, parser.getText(), token == JsonToken.VALUE_NULL);
    };
  }

  private YamlNode mapping(Place place, int depth) throws IOException {
    List<YamlNode.Entry> entries = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      Place keyPlace = here();
      String key = parser.currentName();
      entries.add(new YamlNode.Entry(keyPlace, key, node(parser.nextToken(), depth + 1)));
    }
    return new YamlNode.Mapping(place, entries);
  }

  private YamlNode sequence(Place place, int depth) throws IOException {
    List<YamlNode> items = new ArrayList<>();
    JsonToken token = parser.nextToken();
    while (token != JsonToken.END_ARRAY) {
      items.add(node(token, depth + 1));
      token = parser.nextToken();
    }
    return new YamlNode.Sequence(place, items);
  }

  private Place here() {
    return place(parser.currentTokenLocation());
  }

  private static Place place(JsonLocation location) {
    return location == null
        ? new Place(1, 1)
        : new Place(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
  }

  /** The first line only: later ones repeat the file's text. */
  private static String syntax(JsonProcessingException e) {
    return "not YAML: " + e.getOriginalMessage().lines().findFirst().orElse("");
  }
}
