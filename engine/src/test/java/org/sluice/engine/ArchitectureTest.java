package org.sluice.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which package may lean on which: the map below is the rule, for the engine's own code. */
class ArchitectureTest {
  private static final String ROOT = "org.sluice.engine.";

  /** Beside base, which all may import, and the JDK. */
  private static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          Map.entry("base", Set.of()),
          Map.entry("kernel", Set.of()),
          Map.entry("params", Set.of()),
          Map.entry("data", Set.of()),
          Map.entry("text", Set.of()),
          Map.entry("signal", Set.of()),
          Map.entry("cell", Set.of("kernel", "params")),
          Map.entry("layer", Set.of("cell", "kernel", "params")),
          Map.entry("loss", Set.of("kernel", "data")),
          Map.entry("optim", Set.of("kernel", "params")),
          Map.entry("network", Set.of("layer", "cell", "loss", "kernel", "params", "data")),
          Map.entry("train", Set.of("network", "optim", "loss", "data", "params", "kernel")),
          Map.entry("metrics", Set.of("data")),
          Map.entry("infer", Set.of("network", "data", "params")),
          Map.entry("io", Set.of("network", "optim", "params")));

  private static final JavaClasses ENGINE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.sluice.engine");

  static Stream<String> packages() {
    return ENGINE.stream()
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
    Set<String> allowed = new TreeSet<>();
    allowed.add("java..");
    allowed.add(ROOT + "base");
    allowed.add(ROOT + name);
    ARROWS.get(name).forEach(below -> allowed.add(ROOT + below));
    if (name.equals("kernel")) {
      allowed.add("jdk.incubator.vector..");
      allowed.add("com.sun.management..");
    }
    if (name.equals("io")) {
      allowed.add("com.fasterxml.jackson..");
    }
    classes()
        .that()
        .resideInAPackage(ROOT + name)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed.toArray(String[]::new))
        .check(ENGINE);
  }

  @Test
  void packagesFormNoCircle() {
    slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(ENGINE);
  }

  @Test
  void theEngineKnowsNothingOfSparkHadoopScalaOrKryo() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache..", "scala..", "com.esotericsoftware..", "org.sluice.spark..")
        .check(ENGINE);
  }
}
