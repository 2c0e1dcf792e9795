package org.sluice.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which package of the jobs may lean on which: the map below is the rule, for their own code. */
class ArchitectureTest {
  private static final String ROOT = "org.sluice.spark.";

  private static final Map<String, Set<String>> ARROWS =
      Map.of(
          "prepare", Set.of(),
          "prepare.text", Set.of("prepare"),
          "shard", Set.of("prepare"),
          "checkpoint", Set.of("shard"),
          "train", Set.of("prepare", "shard", "checkpoint"),
          "score", Set.of("prepare", "prepare.text", "shard"),
          "cli", Set.of("prepare", "prepare.text", "shard", "checkpoint", "train", "score"));

  private static final JavaClasses JOBS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.sluice.spark");

  static Stream<String> packages() {
    return JOBS.stream()
        .map(JavaClass::getPackageName)
        .filter(name -> name.startsWith(ROOT))
        .map(name -> name.substring(ROOT.length()))
        .distinct()
        .sorted();
  }

  @Test
  void everyPackageHasItsArrows() {
    assertThat(packages()).isNotEmpty().allSatisfy(p -> assertThat(ARROWS).containsKey(p));
  }

  @ParameterizedTest
  @MethodSource("packages")
  void aPackageLeansOnlyOnThoseBelowIt(String name) {
    Set<String> others = new HashSet<>(ARROWS.keySet());
    others.remove(name);
    others.removeAll(ARROWS.get(name));
    String[] refused = others.stream().map(other -> ROOT + other).toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(ROOT + name)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(refused)
        .check(JOBS);
  }

  @Test
  void packagesFormNoCircle() {
    slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(JOBS);
  }

  @Test
  void aTableIsPreparedWithoutTheEnginesNetworks() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "prepare..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.sluice.engine.network..", "org.sluice.engine.train..", "org.sluice.engine.io..")
        .check(JOBS);
  }

  @Test
  void jobFilesAndCommandLinesAreReadByCliAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "cli..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.typesafe.config..", "picocli..")
        .check(JOBS);
  }
}
