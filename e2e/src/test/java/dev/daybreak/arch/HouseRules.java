package dev.daybreak.arch;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The plan of the house as data: what each module may use, and where each library lives. */
final class HouseRules {
  private static final String BASE = "dev.daybreak.";
  private static final Set<String> STAGE = Set.of("kernel", "postgres");

  /** Module → the other modules it may use. */
  static final Map<String, Set<String>> MAY_USE =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("kernel", Set.of()),
              Map.entry("postgres", Set.of("kernel")),
              Map.entry("embedded", Set.of("kernel")),
              Map.entry("testkit", Set.of("kernel", "postgres", "embedded")),
              Map.entry("preflight", STAGE),
              Map.entry("schema", STAGE),
              Map.entry("load", STAGE),
              Map.entry("cdc", STAGE),
              Map.entry("validate", STAGE),
              Map.entry("proxy", STAGE),
              Map.entry("cutover", Set.of("kernel")),
              Map.entry("control", Set.of("kernel", "postgres", "cutover")),
              Map.entry("demo", STAGE),
              Map.entry(
                  "app",
                  Set.of(
                      "kernel",
                      "postgres",
                      "embedded",
                      "preflight",
                      "schema",
                      "load",
                      "cdc",
                      "validate",
                      "proxy",
                      "cutover",
                      "control",
                      "demo"))));

  /** Library → the only modules that may touch it. */
  private static final Map<String, List<String>> LIBRARY_HOME =
      new TreeMap<>(
          Map.of(
              "org.postgresql", List.of("postgres"),
              "io.netty", List.of("proxy"),
              "org.duckdb", List.of("validate"),
              "io.zonky", List.of("embedded"),
              "com.github.kagkarlsson", List.of("control"),
              "com.zaxxer", List.of("control"),
              "org.flywaydb", List.of("control"),
              "picocli", List.of("app"),
              "com.fasterxml.jackson", List.of("control", "proxy", "app"),
              "ch.qos.logback", List.of("app")));

  private HouseRules() {}

  /** One rule per module: it uses only the modules the plan grants it. */
  static List<ArchRule> moduleRules() {
    List<ArchRule> rules = new ArrayList<>();
    for (Map.Entry<String, Set<String>> entry : MAY_USE.entrySet()) {
      String module = entry.getKey();
      String[] foreign =
          MAY_USE.keySet().stream()
              .filter(other -> !other.equals(module) && !entry.getValue().contains(other))
              .map(HouseRules::packagesOf)
              .toArray(String[]::new);
      if (foreign.length > 0) {
        rules.add(moduleRule(module, entry.getValue(), foreign));
      }
    }
    return rules;
  }

  /** One rule per heavy library: it stays in its module. */
  static List<ArchRule> libraryRules() {
    List<ArchRule> rules = new ArrayList<>();
    LIBRARY_HOME.forEach((library, homes) -> rules.add(libraryRule(library, homes)));
    return rules;
  }

  /** The kernel holds values and ports: nothing but the JDK's own values. */
  static ArchRule kernelRule() {
    DescribedPredicate<JavaClass> allowed =
        resideInAnyPackage("java..", "org.jspecify..", packagesOf("kernel"));
    return noClasses()
        .that()
        .resideInAPackage(packagesOf("kernel"))
        .should()
        .dependOnClassesThat(not(allowed).or(resideInAnyPackage(IO)))
        .as("the kernel uses the JDK only and does no input or output")
        .because(
            "every module shares it. To mend: keep the value or the port here, and move what needs"
                + " a library, a file or a socket to the module that implements the port");
  }

  /** The cutover decides; it does not act, wait or look at a clock. */
  static ArchRule cutoverRule() {
    return noClasses()
        .that()
        .resideInAPackage(packagesOf("cutover"))
        .should()
        .dependOnClassesThat(resideInAnyPackage(IO).or(actsOrWaits()))
        .as("the cutover machine is pure")
        .because(
            "its table must be replayable event by event. To mend: return an effect and let control"
                + " run it; take the time as a parameter of the event");
  }

  /** Time enters the cutover as a value. */
  static ArchRule cutoverClockRule() {
    return noClasses()
        .that()
        .resideInAPackage(packagesOf("cutover"))
        .should()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .as("the cutover machine never reads a clock")
        .because("time is a parameter there. To mend: put the instant into the event");
  }

  /** Packages form layers, not knots. */
  static ArchRule cycleRule() {
    return slices()
        .matching(BASE + "(**)")
        .should()
        .beFreeOfCycles()
        .because(
            "two packages that need each other are one. To mend: move the type both need into the"
                + " lower package, or hand it over as a kernel value");
  }

  private static final String[] IO = {
    "java.io..", "java.nio..", "java.net..", "java.sql..", "javax.sql..", "javax.net.."
  };

  private static DescribedPredicate<JavaClass> actsOrWaits() {
    return DescribedPredicate.describe(
        "threads, locks, loggers",
        type ->
            type.isEquivalentTo(Thread.class)
                || type.getPackageName().startsWith("org.slf4j")
                || (type.getPackageName().startsWith("java.util.concurrent")
                    && !type.getSimpleName().equals("TimeUnit")));
  }

  private static ArchRule moduleRule(String module, Set<String> granted, String... foreign) {
    return noClasses()
        .that()
        .resideInAPackage(packagesOf(module))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(foreign)
        .allowEmptyShould(true)
        .as(module + " uses no module but " + granted)
        .because(
            "dependencies run one way: kernel, postgres, stages, control, app. To mend: pass a"
                + " kernel value through control, or add a port to kernel.stage that app wires");
  }

  private static ArchRule libraryRule(String library, List<String> homes) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(homes.stream().map(HouseRules::packagesOf).toArray(String[]::new))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library + "..")
        .as(library + " is used in " + homes + " only")
        .because(
            "each heavy library lives in one module so that it can be replaced there. To mend: add"
                + " the small operation you need to that module and call it");
  }

  private static String packagesOf(String module) {
    return BASE + module + "..";
  }
}
