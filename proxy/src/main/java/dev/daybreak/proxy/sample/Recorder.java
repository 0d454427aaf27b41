package dev.daybreak.proxy.sample;

import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.sample.SampleCounts;
import dev.daybreak.kernel.sample.SampledStatement;
import dev.daybreak.kernel.sample.SampledValue;
import dev.daybreak.proxy.sql.Literal;
import dev.daybreak.proxy.sql.Literals;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers one route's sample and keeps it in its file. What cannot be written ends the sampling,
 * never the clients. Used by one thread.
 */
final class Recorder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
  private static final String SYNTAX_ERROR = "42601";
  private static final int STATEMENTS_MAX = 2_000;

  private final String route;
  private final Path path;
  private final Sampler sampler;
  private final Redaction redaction;
  private final Map<String, Gathered> statements = new LinkedHashMap<>();
  private long gatheredBytes;
  private @Nullable SampleFile file;
  private boolean stopped;

  Recorder(String route, Path path, Sampler sampler) {
    this.route = route;
    this.path = path;
    this.sampler = sampler;
    this.redaction = new Redaction(sampler.options());
  }

  /** Takes what sessions have handed over, and writes what is due. */
  void work() {
    keep(gathered -> gathered.due(Instant.now()));
  }

  /** Writes everything and closes the file. */
  @Override
  public void close() {
    keep(Gathered::changed);
    sampler.stop();
    stopped = true;
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      LOG.warn("event=sample_not_closed route={} file={} error=\"{}\"", route, path, e.toString());
    }
  }

  private void keep(Predicate<Gathered> wanted) {
    if (stopped) {
      return;
    }
    try {
      SampleFile to = file != null ? file : open();
      sampler.drain().forEach(this::gather);
      write(to, wanted);
    } catch (IOException | MigrationException e) {
      stop(e.toString());
    } catch (RuntimeException e) {
      LOG.error("event=sample_bug route={}", route, e);
      stop("a bug: " + e.getClass().getSimpleName());
    }
  }

  private void stop(String error) {
    stopped = true;
    sampler.stop();
    statements.clear();
    LOG.error(
        "event=sampling_stopped route={} file={} error=\"{}\" remedy=\"clients are served as"
            + " before; mend the directory or make room, then start the proxy anew\"",
        route,
        path,
        error);
  }

  private SampleFile open() throws IOException {
    SampleFile opened = SampleFile.open(path);
    file = opened;
    boolean values = sampler.options().mode() == SampleMode.VALUES;
    if (Files.size(path) > 0) {
      for (SampledStatement old : SampleFile.read(path)) {
        List<List<SampledValue>> executions = values ? old.executions() : List.of();
        SampledStatement kept =
            new SampledStatement(
                old.text(), old.encoding(), old.types(), old.context(), old.counts(), executions);
        Gathered gathered = new Gathered(kept);
        statements.put(SampleFile.key(kept), gathered);
        measured(gathered, Lines.write(kept).length);
      }
      compact(opened);
    }
    LOG.info("event=sampling route={} file={} mode={}", route, path, sampler.options().mode());
    return opened;
  }

  // ---- gathering ----

  private void gather(Observation seen) {
    boolean broken = seen.outcome().failure().equals(SYNTAX_ERROR);
    if (broken || !redaction.readable(seen.encoding())) {
      return;
    }
    Literals.Result without = Literals.takeOut(seen.text(), seen.backslashes());
    List<Integer> types = new ArrayList<>();
    for (int i = 0; i < without.parameters(); i++) {
      types.add(i < seen.types().length ? seen.types()[i] : 0);
    }
    without.literals().forEach(literal -> types.add(literal.type()));
    String text = redaction.text(without.text());
    SampledStatement first =
        new SampledStatement(
            text,
            seen.encoding(),
            text.length() < without.text().length() ? List.of() : types,
            seen.context(),
            SampleCounts.begin(seen.outcome().at()),
            List.of());
    statements
        .computeIfAbsent(SampleFile.key(first), key -> new Gathered(first))
        .add(seen.context(), seen.outcome(), values(seen, without));
  }

  private List<SampledValue> values(Observation seen, Literals.Result without) {
    if (!redaction.keepsValues(seen.text())) {
      return List.of();
    }
    int bytesMax = sampler.options().valueBytesMax();
    List<SampledValue> values = new ArrayList<>(BoundValues.of(seen.bound(), bytesMax));
    if (values.size() < without.parameters()) {
      return List.of();
    }
    values.subList(without.parameters(), values.size()).clear();
    for (Literal literal : without.literals()) {
      String value = literal.value();
      boolean fits = value != null && value.length() <= bytesMax;
      values.add(fits ? SampledValue.text(value) : SampledValue.OMITTED);
    }
    return values;
  }

  // ---- writing ----

  private void write(SampleFile to, Predicate<Gathered> wanted) throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (Gathered gathered : statements.values()) {
      if (wanted.test(gathered)) {
        byte[] line = line(gathered);
        lines.writeBytes(line);
        measured(gathered, line.length);
      }
    }
    if (lines.size() == 0) {
      return;
    }
    if (to.bytes() + lines.size() > sampler.options().bytesMax()) {
      compact(to);
    } else {
      to.append(lines.toByteArray());
      makeRoom();
    }
  }

  /** A statement whose line takes too large a part of the file loses its values. */
  private byte[] line(Gathered gathered) {
    byte[] line = Lines.write(gathered.now());
    if (line.length > sampler.options().bytesMax() / 16) {
      gathered.dropValues();
      line = Lines.write(gathered.now());
    }
    return line;
  }

  private void measured(Gathered gathered, int length) {
    gatheredBytes += length - gathered.bytes();
    gathered.written(Instant.now(), length);
  }

  private void compact(SampleFile to) throws IOException {
    makeRoom();
    to.replace(statements.values().stream().map(Gathered::now).toList());
    Instant now = Instant.now();
    statements.values().forEach(gathered -> gathered.written(now, gathered.bytes()));
  }

  /** Forgets what has not been seen for longest until the rest takes half the file. */
  private void makeRoom() {
    long most = sampler.options().bytesMax() / 2;
    if (gatheredBytes <= most && statements.size() <= STATEMENTS_MAX) {
      return;
    }
    List<Map.Entry<String, Gathered>> oldest = new ArrayList<>(statements.entrySet());
    oldest.sort(Comparator.comparing(entry -> entry.getValue().lastSeen()));
    for (Map.Entry<String, Gathered> entry : oldest) {
      // A quarter at once: sorting for each statement would cost more than writing it.
      if (gatheredBytes > most * 3 / 4 || statements.size() > STATEMENTS_MAX * 3 / 4) {
        statements.remove(entry.getKey());
        gatheredBytes -= entry.getValue().bytes();
      }
    }
  }
}
