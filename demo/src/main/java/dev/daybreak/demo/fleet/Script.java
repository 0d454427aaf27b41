package dev.daybreak.demo.fleet;

import dev.daybreak.demo.workload.Workload;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The SQL that fills one database: steps that begin with {@code -- step: name}. {@code ${seed}} is
 * the seed, {@code ${share x}} is that part of all rows.
 *
 * @param name of the step
 * @param sql its statements, run as one transaction
 */
record Script(String name, String sql) {
  private static final String STEP = "-- step: ";
  private static final Pattern SHARE = Pattern.compile("\\$\\{share ([0-9.]+)}");
  private static final long SHARE_MIN = 3;

  /** The steps for a database of a fleet, in order. */
  static List<Script> steps(Workload workload, FleetPlan plan) {
    List<Script> steps = new ArrayList<>();
    String text = resource(workload.database() + ".sql");
    for (String part : text.split("(?m)^(?=" + STEP + ")")) {
      if (part.startsWith(STEP)) {
        int end = part.indexOf('\n');
        steps.add(new Script(part.substring(STEP.length(), end), fill(part.substring(end), plan)));
      }
    }
    return steps;
  }

  private static String fill(String sql, FleetPlan plan) {
    return SHARE
        .matcher(sql.replace("${seed}", Long.toString(plan.seed())))
        .replaceAll(match -> Matcher.quoteReplacement(share(match.group(1), plan.rows())));
  }

  private static String share(String part, long rows) {
    return Long.toString(Math.max(SHARE_MIN, Math.round(rows * Double.parseDouble(part))));
  }

  private static String resource(String name) {
    try (InputStream stream = Script.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("no resource " + name);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
