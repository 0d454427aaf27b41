package dev.daybreak.kernel.sample;

import java.util.List;

/**
 * One statement of a database's clients, ready to be tried elsewhere: literals are parameters.
 *
 * @param text its text without comments and literals, one char per byte, in the encoding
 * @param encoding {@code client_encoding} of the session, as the server names it
 * @param types oid of each parameter's type on the source; 0 where the server infers it. Oids from
 *     16384 on are the source's own
 * @param context how it was run
 * @param counts how often it was run, and how that went
 * @param executions values of all parameters in some executions; empty where values are not kept
 */
public record SampledStatement(
    String text,
    String encoding,
    List<Integer> types,
    SampleContext context,
    SampleCounts counts,
    List<List<SampledValue>> executions) {
  public SampledStatement {
    types = List.copyOf(types);
    executions = executions.stream().map(List::copyOf).toList();
  }
}
