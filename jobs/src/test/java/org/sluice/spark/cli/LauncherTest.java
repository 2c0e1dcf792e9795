package org.sluice.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher up to the JVM it starts: {@code java} is a script here that answers as Spark's own
 * launcher does and then tells what it was started with.
 */
final class LauncherTest {
  private static final String JAVA =
      """
      #!/usr/bin/env bash
      for word in "$@"; do
        case $word in
          -version) echo "    java.specification.version = VERSION" >&2; exit ;;
          org.apache.spark.launcher.Main)
            printf '\\n%s\\0' "$0" memory="$SPARK_DRIVER_MEMORY" ip="${SPARK_LOCAL_IP:-none}" conf="$SPARK_CONF_DIR" "$@"
            exit ;;
        esac
      done
      printf '%s\\n' "$@"
      """;

  private record Ended(int code, List<String> lines) {}

  @TempDir Path folder;
  private Path project;
  private Path spark;

  @BeforeEach
  void layOutAProjectThatIsBuilt() throws IOException {
    project = Files.createDirectories(folder.resolve("a project"));
    spark = Files.createDirectories(folder.resolve("spark/jars")).getParent();
    Files.createFile(spark.resolve("jars/spark-core_2.13-4.1.0.jar"));
    for (String sources : List.of("engine/src/main", "jobs/src/main", "jobs/target", "deploy")) {
      Files.createDirectories(project.resolve(sources));
    }
    for (String pom : List.of("pom.xml", "engine/pom.xml", "jobs/pom.xml")) {
      Files.createFile(project.resolve(pom));
    }
    Path root = Path.of(System.getProperty("sluice.root"));
    for (String file : List.of("deploy/sluice", "deploy/jvm-flags")) {
      Files.copy(root.resolve(file), project.resolve(file));
    }
    Files.createFile(project.resolve("jobs/target/sluice.jar"));
    java("17");
  }

  private void java(String version) throws IOException {
    Path java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
    Files.writeString(java, JAVA.replace("VERSION", version));
    assertThat(java.toFile().setExecutable(true)).isTrue();
  }

  private Ended sluice(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.concat(
                    Stream.of(project.resolve("deploy/sluice").toString()), Stream.of(arguments))
                .toList());
    builder.environment().keySet().removeIf(name -> name.startsWith("SPARK_"));
    builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    builder.environment().put("SPARK_HOME", spark.toString());
    builder.environment().putAll(environment);
    Process process = builder.directory(folder.toFile()).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), text.lines().toList());
  }

  private List<String> started(String... arguments) throws IOException, InterruptedException {
    Ended ended = sluice(Map.of(), arguments);
    assertThat(ended.code()).as(String.join("\n", ended.lines())).isZero();
    return ended.lines();
  }

  @Test
  void ourArgumentsStandBehindTheJarAndSparksBeforeIt() throws Exception {
    List<String> words =
        started(
            "train",
            "my job.conf",
            "--set",
            "a.b=c d",
            "--master",
            "local[2]",
            "--",
            "--conf",
            "x=y z");
    assertThat(words)
        .containsSubsequence(
            "org.apache.spark.deploy.SparkSubmit",
            "--class",
            "org.sluice.spark.cli.Main",
            "--master",
            "local[2]",
            "--conf",
            "x=y z",
            project.resolve("jobs/target/sluice.jar").toString(),
            "train",
            "my job.conf",
            "--set",
            "a.b=c d");
  }

  @Test
  void withoutAMasterAllCoresOfThisMachineWork() throws Exception {
    assertThat(started("run", "job.conf"))
        .containsSubsequence("--master", "local[*]")
        .contains("memory=4g", "ip=127.0.0.1");
  }

  @Test
  void aMasterAmongSparksOptionsIsLeftAlone() throws Exception {
    assertThat(started("run", "job.conf", "--", "--conf", "spark.master=spark://far:7077"))
        .doesNotContain("local[*]")
        .contains("ip=none");
    assertThat(started("run", "job.conf", "--", "--master", "spark://far:7077"))
        .doesNotContain("local[*]");
  }

  @Test
  void aMasterInTheDefaultsOfTheUsersSparkIsLeftAlone() throws Exception {
    Files.createDirectories(spark.resolve("conf"));
    Files.writeString(spark.resolve("conf/spark-defaults.conf"), "spark.master spark://far:7077\n");
    assertThat(started("run", "job.conf"))
        .doesNotContain("--master")
        .contains("conf=" + spark.resolve("conf"), "ip=none");
  }

  @Test
  void onlyMastersOnThisMachineAreBoundToLoopback() throws Exception {
    assertThat(started("run", "job.conf", "--master=spark://127.0.0.1:7077"))
        .contains("ip=127.0.0.1");
    assertThat(started("run", "job.conf", "--master", "spark://far:7077")).contains("ip=none");
  }

  @Test
  void anOldJavaIsRefused() throws Exception {
    java("11");
    Ended ended = sluice(Map.of(), "run", "job.conf");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.lines())
        .singleElement()
        .asString()
        .endsWith("is Java 11; Sluice needs 17 or later, set JAVA_HOME to one");
  }

  @Test
  void aJavaHomeWithoutJavaIsRefused() throws Exception {
    Ended ended = sluice(Map.of("JAVA_HOME", "/nowhere"), "run", "job.conf");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.lines())
        .containsExactly(
            "sluice: JAVA_HOME is /nowhere, which has no bin/java; set it to a JDK 17 or later");
  }

  @Test
  void anotherSparkIsRefused() throws Exception {
    Files.move(
        spark.resolve("jars/spark-core_2.13-4.1.0.jar"),
        spark.resolve("jars/spark-core_2.12-3.5.6.jar"));
    Ended ended = sluice(Map.of(), "run", "job.conf");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.lines())
        .singleElement()
        .asString()
        .contains("Sluice needs Spark 4 for Scala 2.13, or no SPARK_HOME");
  }

  @Test
  void aMasterWithoutValueIsRefused() throws Exception {
    Ended ended = sluice(Map.of(), "run", "job.conf", "--master");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.lines())
        .containsExactly("sluice: --master takes a value, such as local[4] or spark://host:7077");
  }
}
