package dev.daybreak.app.sample;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.daybreak.app.home.DataDirectory;
import dev.daybreak.app.show.Documents;
import dev.daybreak.kernel.error.ErrorCode;
import dev.daybreak.kernel.error.MigrationException;
import dev.daybreak.kernel.sample.SampledStatement;
import dev.daybreak.proxy.sample.SampleFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what proxies have recorded of their clients' statements. */
@Command(
    name = "sample",
    description = {
      "Shows the statements that proxies with this data directory have recorded, those that ran"
          + " most often first. Values are never shown.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  daybreak sample",
      "  daybreak sample shop --top 5 --json | jq -r '.samples[0].statements[].text'"
    })
public final class SampleCommand implements Callable<Integer> {
  private static final String SUFFIX = ".jsonl";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "A migration, or a file. Default: everything there is.")
  private @Nullable String name;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "The data directory of the proxies. Default: $DAYBREAK_DATA, else"
              + " ~/.local/share/daybreak.")
  private @Nullable Path data;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many statements of each sample. Default: ${DEFAULT-VALUE}.")
  private int top;

  @Option(names = "--json", description = "One JSON document on standard output.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    ObjectNode document = Documents.object();
    ArrayNode samples = document.putArray("samples");
    List<Path> files = files();
    for (Path file : files) {
      List<SampledStatement> all = SampleFile.read(file);
      if (json) {
        samples.add(SampleView.document(sampleName(file), all, most(all)));
      } else {
        out.println(sampleName(file) + ": " + all.size() + " statements");
        SampleView.lines(most(all)).forEach(out::println);
      }
    }
    if (json) {
      out.println(Documents.text(document));
    } else if (files.isEmpty()) {
      out.println("no samples in " + directory());
    }
    out.flush();
    return ExitCode.OK;
  }

  private List<SampledStatement> most(List<SampledStatement> all) {
    return all.stream()
        .sorted(Comparator.comparingLong(one -> -one.counts().executions()))
        .limit(Math.max(0, top))
        .toList();
  }

  private Path directory() {
    return DataDirectory.of(data, System.getenv()).samples();
  }

  private List<Path> files() {
    List<Path> all = List.of();
    try {
      all = Files.isDirectory(directory()) ? SampleFile.in(directory()) : all;
    } catch (IOException e) {
      throw new MigrationException(
          ErrorCode.IO_FAILED,
          "cannot read " + directory() + ".",
          "Check its rights: samples belong to the user who runs the proxy.",
          e);
    }
    if (name == null) {
      return all;
    }
    List<Path> named = all.stream().filter(file -> sampleName(file).equals(name)).toList();
    if (!named.isEmpty()) {
      return named;
    }
    if (!Files.exists(Path.of(name))) {
      throw new MigrationException(
          ErrorCode.BAD_ARGUMENT,
          "there is no sample " + name + " in " + directory() + ".",
          "There are: " + String.join(", ", all.stream().map(SampleCommand::sampleName).toList()));
    }
    return List.of(Path.of(name));
  }

  private static String sampleName(Path file) {
    String text = String.valueOf(file.getFileName());
    return text.endsWith(SUFFIX) ? text.substring(0, text.length() - SUFFIX.length()) : text;
  }
}
