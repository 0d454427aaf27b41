package dev.daybreak.proxy.sample;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.daybreak.kernel.sample.SampleContext;
import dev.daybreak.kernel.sample.SampleCounts;
import dev.daybreak.kernel.sample.SampledStatement;
import dev.daybreak.kernel.sample.SampledValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One statement as one line of JSON. Bytes that are UTF-8 stand as text, others as {@code
 * {"base64": ...}}. Keys that are not known are left alone.
 */
final class Lines {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int VERSION = 1;

  private Lines() {}

  /** The line, its end included. */
  static byte[] write(SampledStatement statement) {
    ByteArrayOutputStream line = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      json.writeNumberField("v", VERSION);
      json.writeFieldName("text");
      bytes(json, statement.text(), false);
      json.writeStringField("encoding", statement.encoding());
      json.writeArrayFieldStart("types");
      for (int type : statement.types()) {
        json.writeNumber(Integer.toUnsignedLong(type));
      }
      json.writeEndArray();
      context(json, statement.context());
      counts(json, statement.counts());
      json.writeArrayFieldStart("executions");
      for (List<SampledValue> execution : statement.executions()) {
        execution(json, execution);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("memory cannot be written", e);
    }
    line.write('\n');
    return line.toByteArray();
  }

  private static void context(JsonGenerator json, SampleContext context) throws IOException {
    json.writeStringField("user", context.user());
    json.writeStringField("application", context.application());
    json.writeStringField("searchPath", context.searchPath());
    json.writeStringField("role", context.role());
    json.writeBooleanField("inTransaction", context.inTransaction());
  }

  private static void counts(JsonGenerator json, SampleCounts counts) throws IOException {
    json.writeNumberField("count", counts.executions());
    json.writeNumberField("sampled", counts.sampled());
    json.writeObjectFieldStart("failures");
    for (Map.Entry<String, Long> failure : new TreeMap<>(counts.failures()).entrySet()) {
      json.writeNumberField(failure.getKey(), failure.getValue());
    }
    json.writeEndObject();
    json.writeNumberField("rowsMax", counts.rowsMax());
    json.writeNumberField("nanosLeast", counts.nanosLeast());
    json.writeNumberField("nanosMost", counts.nanosMost());
    json.writeNumberField("nanosSum", counts.nanosSum());
    json.writeStringField("firstSeen", counts.firstSeen().toString());
    json.writeStringField("lastSeen", counts.lastSeen().toString());
  }

  private static void execution(JsonGenerator json, List<SampledValue> values) throws IOException {
    json.writeStartArray();
    for (SampledValue value : values) {
      switch (value.kind()) {
        case NULL -> json.writeNull();
        case TEXT -> bytes(json, value.bytes(), false);
        case BINARY -> bytes(json, value.bytes(), true);
        case OMITTED -> {
          json.writeStartObject();
          json.writeBooleanField("omitted", true);
          json.writeEndObject();
        }
      }
    }
    json.writeEndArray();
  }

  private static void bytes(JsonGenerator json, String latin, boolean binary) throws IOException {
    byte[] raw = latin.getBytes(StandardCharsets.ISO_8859_1);
    if (!binary) {
      try {
        json.writeString(
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString());
        return;
      } catch (CharacterCodingException e) {
        // Written as base64 below.
      }
    }
    json.writeStartObject();
    json.writeStringField("base64", Base64.getEncoder().encodeToString(raw));
    if (binary) {
      json.writeBooleanField("binary", true);
    }
    json.writeEndObject();
  }

  /**
   * Reads a line.
   *
   * @throws IOException when it is none
   */
  static SampledStatement read(String line) throws IOException {
    Map<String, Object> values;
    try (JsonParser json = JSON.createParser(line)) {
      json.nextToken();
      values = object(value(json));
    }
    Object version = values.get("v");
    if (!Long.valueOf(VERSION).equals(version)) {
      throw new IOException("version " + version + " of a sample is not known");
    }
    return statement(new Fields(values));
  }

  private static SampledStatement statement(Fields fields) throws IOException {
    List<Integer> types = new ArrayList<>();
    for (Object type : fields.list("types")) {
      types.add((int) number(type));
    }
    List<List<SampledValue>> executions = new ArrayList<>();
    for (Object execution : fields.list("executions")) {
      List<SampledValue> values = new ArrayList<>();
      for (Object value : list(execution)) {
        values.add(sampled(value));
      }
      executions.add(values);
    }
    return new SampledStatement(
        sampled(fields.any("text")).bytes(),
        fields.text("encoding"),
        types,
        new SampleContext(
            fields.text("user"),
            fields.text("application"),
            fields.text("searchPath"),
            fields.text("role"),
            Boolean.TRUE.equals(fields.any("inTransaction"))),
        counts(fields),
        executions);
  }

  private static SampleCounts counts(Fields fields) throws IOException {
    Map<String, Long> failures = new HashMap<>();
    for (Map.Entry<String, Object> failure : object(fields.any("failures")).entrySet()) {
      failures.put(failure.getKey(), number(failure.getValue()));
    }
    return new SampleCounts(
        fields.number("count"),
        fields.number("sampled"),
        failures,
        fields.number("rowsMax"),
        fields.number("nanosLeast"),
        fields.number("nanosMost"),
        fields.number("nanosSum"),
        Instant.parse(fields.text("firstSeen")),
        Instant.parse(fields.text("lastSeen")));
  }

  private static SampledValue sampled(Object value) throws IOException {
    if (value == JsonToken.VALUE_NULL) {
      return SampledValue.NULL;
    }
    if (value instanceof String text) {
      byte[] raw = text.getBytes(StandardCharsets.UTF_8);
      return SampledValue.text(new String(raw, StandardCharsets.ISO_8859_1));
    }
    Map<String, Object> object = object(value);
    if (!(object.get("base64") instanceof String encoded)) {
      return SampledValue.OMITTED;
    }
    byte[] raw = Base64.getDecoder().decode(encoded);
    String latin = new String(raw, StandardCharsets.ISO_8859_1);
    boolean binary = Boolean.TRUE.equals(object.get("binary"));
    return binary ? SampledValue.binary(latin) : SampledValue.text(latin);
  }

  // ---- JSON as plain values: numbers are Long, null is VALUE_NULL ----

  private record Fields(Map<String, Object> values) {
    Object any(String name) throws IOException {
      Object value = values.get(name);
      if (value == null) {
        throw new IOException("'" + name + "' is missing");
      }
      return value;
    }

    String text(String name) throws IOException {
      if (any(name) instanceof String text) {
        return text;
      }
      throw new IOException("'" + name + "' is no text");
    }

    long number(String name) throws IOException {
      return Lines.number(any(name));
    }

    List<?> list(String name) throws IOException {
      return Lines.list(any(name));
    }
  }

  private static long number(Object value) throws IOException {
    if (value instanceof Long number) {
      return number;
    }
    throw new IOException("a number is missing");
  }

  private static List<?> list(Object value) throws IOException {
    if (value instanceof List<?> list) {
      return list;
    }
    throw new IOException("a list is missing");
  }

  @SuppressWarnings("unchecked") // value() makes maps with these types only
  private static Map<String, Object> object(Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw new IOException("an object is missing");
  }

  private static Object value(JsonParser json) throws IOException {
    JsonToken token = json.currentToken();
    if (token == null) {
      throw new IOException("the line ends early");
    }
    return switch (token) {
      case START_OBJECT -> {
        Map<String, Object> object = new HashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          String name = json.currentName();
          json.nextToken();
          object.put(name, value(json));
        }
        yield object;
      }
      case START_ARRAY -> {
        List<Object> list = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          list.add(value(json));
        }
        yield list;
      }
      case VALUE_STRING -> json.getText();
      case VALUE_NUMBER_INT -> json.getLongValue();
      case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
      case VALUE_TRUE -> Boolean.TRUE;
      case VALUE_FALSE -> Boolean.FALSE;
      case VALUE_NULL -> JsonToken.VALUE_NULL;
      default -> throw new IOException("a sample does not hold " + token);
    };
  }
}
