package dev.daybreak.app.show;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybreak.control.EndpointSpec;
import dev.daybreak.control.Facts;
import dev.daybreak.control.Failure;
import dev.daybreak.control.MigrationView;
import dev.daybreak.control.Reading;
import dev.daybreak.control.TimelineEntry;
import dev.daybreak.kernel.finding.Finding;
import java.util.List;

/** JSON documents for scripts. The names in them stay. */
public final class Documents {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private Documents() {}

  /** A document's root. */
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** The text of a document, indented. */
  public static String text(JsonNode document) {
    try {
      return MAPPER.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** {@code {"migrations": [...]}}. */
  public static ObjectNode fleet(List<MigrationView> views) {
    ObjectNode root = object();
    ArrayNode list = root.putArray("migrations");
    views.forEach(view -> list.add(migration(view)));
    return root;
  }

  /** One migration as it stands. */
  public static ObjectNode migration(MigrationView view) {
    ObjectNode node = object();
    node.put("name", view.spec().name());
    node.put("phase", view.state().phase().name());
    node.put("step", view.state().step().name());
    node.put("standing", view.state().standing().name());
    node.put("active", view.state().active().name());
    node.put("updatedAt", view.updatedAt().toString());
    node.put("source", endpoint(view.spec().source()));
    node.put("target", endpoint(view.spec().target()));
    node.put("listen", view.spec().listenHost() + ":" + view.spec().listenPort());
    node.put("owner", view.spec().ownership().owner());
    node.put("wave", view.spec().ownership().wave());
    node.put("window", view.spec().ownership().window());
    node.put("autoCutover", view.spec().autoCutover());
    node.set("reading", reading(view.reading()));
    node.set("facts", facts(view.facts()));
    Failure failure = view.failure();
    if (failure == null) {
      node.putNull("failure");
    } else {
      node.set("failure", failure(failure));
    }
    return node;
  }

  private static String endpoint(EndpointSpec spec) {
    return "postgresql://"
        + spec.user()
        + "@"
        + spec.host()
        + ":"
        + spec.port()
        + "/"
        + spec.database();
  }

  private static ObjectNode reading(Reading reading) {
    ObjectNode node = object();
    node.put("activity", reading.activity());
    node.put("done", reading.done());
    node.put("total", reading.total());
    node.put("unit", reading.unit());
    node.put("bytes", reading.bytes());
    node.put("perSecond", reading.perSecond());
    node.put("etaSeconds", reading.etaSeconds());
    node.put("lagMillis", reading.lagMillis());
    node.put("applied", reading.applied());
    node.put("changesValidated", reading.changesValidated());
    node.put("rowsValidated", reading.rowsValidated());
    node.put("mismatches", reading.mismatches());
    node.put("waiting", reading.waiting());
    ArrayNode notes = node.putArray("notes");
    reading.notes().forEach(notes::add);
    node.put("takenAt", reading.takenAt().toString());
    return node;
  }

  private static ObjectNode facts(Facts facts) {
    ObjectNode node = object();
    node.put("rowsLoaded", facts.rowsLoaded());
    node.put("bytesLoaded", facts.bytesLoaded());
    node.put("rowsValidated", facts.rowsValidated());
    node.put("changesValidated", facts.changesValidated());
    node.put("mismatches", facts.mismatches());
    node.put("sequencesChecked", facts.sequencesChecked());
    node.put("writeHoldMillis", facts.writeHoldMillis());
    node.put("fencePosition", facts.fencePosition());
    node.put("switches", facts.switches());
    return node;
  }

  /** A failure that a worker recorded. */
  public static ObjectNode failure(Failure failure) {
    ObjectNode node = object();
    node.put("code", failure.code());
    node.put("name", failure.name());
    node.put("message", failure.message());
    node.put("remedy", failure.remedy());
    node.put("step", failure.step());
    node.put("at", failure.at().toString());
    return node;
  }

  /** Findings in their order. */
  public static ArrayNode findings(List<Finding> findings) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (Finding finding : findings) {
      ObjectNode node = list.addObject();
      node.put("id", finding.id());
      node.put("severity", finding.severity().name());
      node.put("object", finding.object());
      node.put("detail", finding.detail());
      node.put("remedy", finding.remedy());
      if (finding.converts()) {
        node.put("before", finding.before());
        node.put("after", finding.after());
      }
    }
    return list;
  }

  /** Steps in the order they began. */
  public static ArrayNode timeline(List<TimelineEntry> timeline) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (TimelineEntry entry : timeline) {
      ObjectNode node = list.addObject();
      node.put("phase", entry.phase());
      node.put("step", entry.step());
      node.put("startedAt", entry.startedAt().toString());
      node.put("millis", entry.millis());
      node.put("outcome", entry.outcome() == null ? "running" : entry.outcome());
      node.put("detail", entry.detail());
    }
    return list;
  }
}
