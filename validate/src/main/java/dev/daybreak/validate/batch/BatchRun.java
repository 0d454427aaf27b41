package dev.daybreak.validate.batch;

import dev.daybreak.kernel.AlignedCut;
import dev.daybreak.kernel.Lsn;
import dev.daybreak.kernel.Pairing;
import dev.daybreak.kernel.TableId;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.route.Side;
import dev.daybreak.kernel.stage.Progress;
import dev.daybreak.kernel.verdict.BatchVerdict;
import dev.daybreak.kernel.verdict.Coverage;
import dev.daybreak.kernel.verdict.Mismatch;
import dev.daybreak.kernel.verdict.TableVerdict;
import dev.daybreak.postgres.MetadataSchema;
import dev.daybreak.postgres.ServerErrors;
import dev.daybreak.validate.core.ValidateOptions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One batch validation: every table of either side, compared under an aligned cut. */
public final class BatchRun {
  private static final Logger LOG = LoggerFactory.getLogger(BatchRun.class);
  private static final long PROGRESS_MILLIS = 200;

  private final Pairing pairing;
  private final AlignedCut cut;
  private final ValidateOptions options;
  private final Progress progress;
  private final AtomicLong rowsRead = new AtomicLong();

  public BatchRun(Pairing pairing, AlignedCut cut, ValidateOptions options, Progress progress) {
    this.pairing = pairing;
    this.cut = cut;
    this.options = options;
    this.progress = progress;
  }

  /**
   * Runs to the end. Differences are in the verdict; an exception means that there is none.
   *
   * @throws MigrationException when a side cannot be reached, or INTERRUPTED
   */
  public BatchVerdict run() {
    Instant startedAt = Instant.now();
    List<TableCheck.Outcome> outcomes = new ArrayList<>();
    try (SnapshotSessions sessions = new SnapshotSessions(pairing, cut)) {
      List<TablePlan> plans = plan(sessions);
      String misaligned = misalignment(sessions);
      if (misaligned.isEmpty()) {
        outcomes.addAll(compare(plans, sessions));
      } else {
        plans.forEach(p -> outcomes.add(TableCheck.uncompared(p, Coverage.UNCOVERED, misaligned)));
      }
    }
    return verdict(startedAt, outcomes);
  }

  private BatchVerdict verdict(Instant startedAt, List<TableCheck.Outcome> outcomes) {
    List<TableVerdict> tables = new ArrayList<>();
    List<Mismatch> mismatches = new ArrayList<>();
    for (TableCheck.Outcome outcome : outcomes) {
      tables.add(outcome.verdict());
      mismatches.addAll(outcome.mismatches());
    }
    tables.sort(Comparator.comparing(TableVerdict::table));
    mismatches.sort(Comparator.comparing(Mismatch::table));
    Duration took = Duration.between(startedAt, Instant.now());
    Lsn position = cut.source().position();
    BatchVerdict verdict = new BatchVerdict(position, startedAt, took, tables, mismatches);
    LOG.info(
        "event=batch-validated migration={} position={} tables={} rows={} mismatches={} clean={}"
            + " millis={}",
        pairing.id(),
        position,
        tables.size(),
        verdict.rowsValidated(),
        verdict.mismatchCount(),
        verdict.clean(),
        took.toMillis());
    return verdict;
  }

  private List<TablePlan> plan(SnapshotSessions sessions) {
    Map<TableId, TableShape> source = shapes(sessions, Side.SOURCE);
    Map<TableId, TableShape> target = shapes(sessions, Side.TARGET);
    TreeSet<TableId> ids = new TreeSet<>(source.keySet());
    ids.addAll(target.keySet());
    return ids.stream().map(id -> TablePlan.of(id, source.get(id), target.get(id))).toList();
  }

  private static Map<TableId, TableShape> shapes(SnapshotSessions sessions, Side side) {
    try {
      return sessions.run(side, CatalogReader::read);
    } catch (SQLException e) {
      throw ServerErrors.translate(side, "cannot read the catalog", e);
    }
  }

  /** Why the two snapshots cannot be compared, or empty. */
  private String misalignment(SnapshotSessions sessions) {
    Optional<Lsn> applied;
    try {
      applied = sessions.run(Side.TARGET, c -> MetadataSchema.applied(c, cut.channel()));
    } catch (SQLException e) {
      return "the target's applied position cannot be read: " + ServerErrors.text(e);
    }
    if (applied.isEmpty()) {
      return "the target knows no position of channel " + cut.channel();
    }
    return applied.get().isBefore(cut.source().position())
        ? ""
        : "the target's snapshot is at "
            + applied.get()
            + ", past the source's at "
            + cut.source().position();
  }

  private List<TableCheck.Outcome> compare(List<TablePlan> plans, SnapshotSessions sessions) {
    List<TablePlan> largestFirst = new ArrayList<>(plans);
    largestFirst.sort(Comparator.comparingLong(TablePlan::rowsEstimate).reversed());
    long total = plans.stream().mapToLong(TablePlan::rowsEstimate).sum();
    ExecutorService workers = Executors.newFixedThreadPool(options.workers(), this::worker);
    try (Warehouse warehouse =
        Warehouse.create(options.workDirectory(), options.joinMemoryMib(), options.workers())) {
      try {
        List<CompletableFuture<TableCheck.Outcome>> running = new ArrayList<>();
        for (TablePlan plan : largestFirst) {
          int number = running.size();
          running.add(start(new TableCheck(plan, sessions, warehouse, rowsRead, number), workers));
        }
        return gather(running, total);
      } finally {
        stop(workers);
      }
    }
  }

  private CompletableFuture<TableCheck.Outcome> start(TableCheck check, ExecutorService workers) {
    String waiver = check.plan().waiver();
    if (!waiver.isEmpty()) {
      return CompletableFuture.completedFuture(
          TableCheck.uncompared(check.plan(), Coverage.WAIVED, waiver));
    }
    CompletableFuture<SideTotals> source =
        CompletableFuture.supplyAsync(() -> scan(check, Side.SOURCE), workers);
    CompletableFuture<SideTotals> target =
        CompletableFuture.supplyAsync(() -> scan(check, Side.TARGET), workers);
    return source
        .thenCombine(target, (s, t) -> join(check, s, t))
        .exceptionally(failure -> uncovered(check.plan(), failure));
  }

  private static SideTotals scan(TableCheck check, Side side) {
    try {
      return check.scan(side);
    } catch (SQLException e) {
      throw new CompletionException(
          ServerErrors.translate(side, "cannot read " + check.plan().id(), e));
    }
  }

  private TableCheck.Outcome join(TableCheck check, SideTotals source, SideTotals target) {
    try {
      return check.join(source, target, options.samplesPerTable());
    } catch (SQLException e) {
      throw new CompletionException(e);
    }
  }

  /** A table that could not be read is named so; a stop is passed on. */
  private static TableCheck.Outcome uncovered(TablePlan plan, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof MigrationException stop && stop.code() == ErrorCode.INTERRUPTED) {
      throw stop;
    }
    LOG.warn("event=table-uncovered table={} reason={}", plan.id(), cause.getMessage());
    return TableCheck.uncompared(plan, Coverage.UNCOVERED, String.valueOf(cause.getMessage()));
  }

  private List<TableCheck.Outcome> gather(
      List<CompletableFuture<TableCheck.Outcome>> running, long total) {
    List<TableCheck.Outcome> outcomes = new ArrayList<>();
    for (Future<TableCheck.Outcome> one : running) {
      outcomes.add(await(one, total));
    }
    report(total);
    return outcomes;
  }

  private TableCheck.Outcome await(Future<TableCheck.Outcome> one, long total) {
    while (true) {
      try {
        return one.get(PROGRESS_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        report(total);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new MigrationException(ErrorCode.INTERRUPTED, "the validation was told to stop", "");
      } catch (ExecutionException e) {
        if (e.getCause() instanceof MigrationException known) {
          throw known;
        }
        throw MigrationException.bug("the validation of a table failed: " + e.getCause());
      }
    }
  }

  private void report(long total) {
    long done = rowsRead.get();
    progress.report(new Progress.Step("validate", done, Math.max(total, done), "rows", 0));
  }

  private Thread worker(Runnable work) {
    Thread thread = new Thread(work, "validate-" + pairing.id());
    thread.setDaemon(true);
    return thread;
  }

  private static void stop(ExecutorService workers) {
    workers.shutdownNow();
    try {
      if (!workers.awaitTermination(30, TimeUnit.SECONDS)) {
        LOG.warn("event=workers-linger");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
