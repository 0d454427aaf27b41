package dev.daybreak.arch;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plan of the house against the compiled classes, and planted offenders against the plan. */
class ArchitectureTest {
  private static JavaClasses classes;

  @BeforeAll
  static void importClasses() {
    List<Path> folders = House.modules().stream().map(House::classFolder).toList();
    assertThat(folders)
        .as("compiled modules; run the test with: mvn -pl e2e -am verify")
        .allMatch(Files::isDirectory);
    classes = new ClassFileImporter().importPaths(folders);
  }

  @Test
  void everyModuleHasAPlaceInThePlan() {
    assertThat(HouseRules.MAY_USE.keySet())
        .as("modules in HouseRules.MAY_USE; say there what a new module may use")
        .containsAll(House.modules());
    assertThat(classes.contain("dev.daybreak.kernel.Lsn")).isTrue();
  }

  @Test
  void everyClassLiesInThePackageOfItsModule() {
    for (String module : House.modules()) {
      String prefix = "dev.daybreak." + module;
      assertThat(new ClassFileImporter().importPath(House.classFolder(module)))
          .as("classes of %s; a class outside %s.. escapes the rules: move it", module, prefix)
          .extracting(JavaClass::getPackageName)
          .allMatch(name -> name.equals(prefix) || name.startsWith(prefix + "."));
    }
  }

  @Test
  void everyPackageIsNullMarked() {
    List<String> unmarked =
        classes.stream()
            .map(JavaClass::getPackage)
            .distinct()
            .filter(found -> !found.isAnnotatedWith(NullMarked.class))
            .map(found -> found.getName())
            .sorted()
            .toList();
    assertThat(unmarked)
        .as("packages without @NullMarked; to mend: annotate the package in its package-info.java")
        .isEmpty();
  }

  @Test
  void modulesUseOnlyWhatThePlanGrants() {
    HouseRules.moduleRules().forEach(rule -> rule.check(classes));
  }

  @Test
  void eachHeavyLibraryStaysInItsModule() {
    HouseRules.libraryRules().forEach(rule -> rule.allowEmptyShould(true).check(classes));
  }

  @Test
  void theKernelUsesTheJdkOnly() {
    HouseRules.kernelRule().check(classes);
  }

  @Test
  void theCutoverMachineIsPure() {
    HouseRules.cutoverRule().allowEmptyShould(true).check(classes);
    HouseRules.cutoverClockRule().allowEmptyShould(true).check(classes);
  }

  @Test
  void packagesFormNoCycle() {
    HouseRules.cycleRule().check(classes);
  }

  @Test
  void aStageThatImportsAnotherIsCaught(@TempDir Path folder) {
    JavaClasses planted =
        Planted.classes(
            folder,
            Map.of(
                "dev.daybreak.cdc.Applier", "package dev.daybreak.cdc; public class Applier {}",
                "dev.daybreak.load.Offender",
                    "package dev.daybreak.load; class Offender { dev.daybreak.cdc.Applier it; }"));
    assertThat(violations(HouseRules.moduleRules(), planted))
        .singleElement()
        .asString()
        .contains("load uses no module but", "To mend:", "dev.daybreak.load.Offender");
  }

  @Test
  void aLibraryOutsideItsModuleIsCaught(@TempDir Path folder) {
    JavaClasses planted =
        Planted.classes(
            folder,
            Map.of(
                "org.duckdb.Fake", "package org.duckdb; public class Fake {}",
                "dev.daybreak.load.Offender",
                    "package dev.daybreak.load; class Offender { org.duckdb.Fake it; }"));
    assertThat(violations(HouseRules.libraryRules(), planted))
        .singleElement()
        .asString()
        .contains("org.duckdb is used in [validate] only", "To mend:");
  }

  @Test
  void aKernelThatReadsAFileIsCaught(@TempDir Path folder) {
    String source = "package dev.daybreak.kernel; class Offender { java.nio.file.Path it; }";
    JavaClasses planted = Planted.classes(folder, Map.of("dev.daybreak.kernel.Offender", source));
    assertThat(violations(List.of(HouseRules.kernelRule()), planted)).hasSize(1);
  }

  @Test
  void aCutoverThatWaitsOrReadsAClockIsCaught(@TempDir Path folder) {
    String source =
        """
        package dev.daybreak.cutover;
        class Offender {
          java.util.concurrent.locks.Lock lock;
          java.time.Instant read() { return java.time.Instant.now(); }
        }
        """;
    JavaClasses planted = Planted.classes(folder, Map.of("dev.daybreak.cutover.Offender", source));
    List<ArchRule> rules = List.of(HouseRules.cutoverRule(), HouseRules.cutoverClockRule());
    assertThat(violations(rules, planted)).hasSize(2);
  }

  @Test
  void aCycleOfPackagesIsCaught(@TempDir Path folder) {
    JavaClasses planted =
        Planted.classes(
            folder,
            Map.of(
                "dev.daybreak.load.a.A",
                    "package dev.daybreak.load.a; public class A { dev.daybreak.load.b.B b; }",
                "dev.daybreak.load.b.B",
                    "package dev.daybreak.load.b; public class B { dev.daybreak.load.a.A a; }"));
    assertThat(violations(List.of(HouseRules.cycleRule()), planted)).hasSize(1);
  }

  private static List<String> violations(List<ArchRule> rules, JavaClasses planted) {
    Stream<EvaluationResult> results =
        rules.stream().map(rule -> rule.allowEmptyShould(true).evaluate(planted));
    return results
        .filter(EvaluationResult::hasViolation)
        .map(result -> result.getFailureReport().toString())
        .toList();
  }
}
