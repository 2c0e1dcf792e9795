package org.sluice.spark.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A standalone Spark cluster on loopback: a Master and some Workers of one core each, processes of
 * their own with the class path of this test. Logs and work folders go to {@code target/cluster/}.
 * Close it, always: that ends every process it started, executors included.
 */
public final class StandaloneCluster implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String EXECUTOR_MEMORY = "600m";

  private final Path folder;
  private final int port = freePort();
  private final int webPort = freePort();
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Process> processes = new ArrayList<>();

  private StandaloneCluster(Path folder) {
    this.folder = folder;
  }

  /** Starts a Master and {@code workers} Workers and waits until all of them are registered. */
  public static StandaloneCluster start(int workers) throws IOException {
    Path parent = Files.createDirectories(Path.of("target", "cluster").toAbsolutePath());
    StandaloneCluster cluster = new StandaloneCluster(Files.createTempDirectory(parent, "run"));
    try {
      cluster.startAll(workers);
      return cluster;
    } catch (RuntimeException | IOException e) {
      cluster.close();
      throw e;
    }
  }

  /** For {@code SparkSession.builder().master(…)}. */
  public String master() {
    return "spark://" + HOST + ":" + port;
  }

  /**
   * What an application needs to run here: an executor of one core on each Worker, awaited before
   * its first task.
   */
  public Map<String, String> settings() {
    return Map.of(
        "spark.driver.host",
        HOST,
        "spark.driver.bindAddress",
        HOST,
        "spark.cores.max",
        Integer.toString(processes.size() - 1),
        "spark.executor.cores",
        "1",
        "spark.executor.memory",
        EXECUTOR_MEMORY,
        "spark.executor.extraClassPath",
        classPath(),
        "spark.executor.extraJavaOptions",
        String.join(" ", jvmFlags()),
        "spark.scheduler.minRegisteredResourcesRatio",
        "1.0",
        "spark.scheduler.maxRegisteredResourcesWaitingTime",
        "90s");
  }

  /** The Workers' processes; their executors are their children. */
  public List<ProcessHandle> workers() {
    return processes.stream().skip(1).map(Process::toHandle).toList();
  }

  /** Deletes what tasks have written for other tasks so far; how many files that were. */
  public int dropShuffleFiles() throws IOException {
    try (Stream<Path> files = Files.walk(scratch())) {
      List<Path> shuffled =
          files.filter(file -> file.getFileName().toString().startsWith("shuffle_")).toList();
      for (Path file : shuffled) {
        Files.delete(file);
      }
      return shuffled.size();
    }
  }

  @Override
  public void close() {
    List<ProcessHandle> all =
        processes.stream()
            .flatMap(process -> Stream.concat(process.descendants(), Stream.of(process.toHandle())))
            .toList();
    all.forEach(ProcessHandle::destroy);
    all.forEach(StandaloneCluster::end);
  }

  private void startAll(int workers) throws IOException {
    Files.createDirectories(folder.resolve("jars")); // Workers insist on the folder
    Files.createDirectories(scratch());
    launch(
        "master",
        "org.apache.spark.deploy.master.Master",
        List.of("--host", HOST, "--port", "" + port, "--webui-port", "" + webPort));
    await(0);
    for (int i = 1; i <= workers; i++) {
      launch("worker" + i, "org.apache.spark.deploy.worker.Worker", workerArguments(i));
    }
    await(workers);
  }

  private List<String> workerArguments(int i) {
    String work = folder.resolve("work" + i).toString();
    return List.of(
        "--host",
        host(i),
        "--cores",
        "1",
        "--memory",
        "1g",
        "--webui-port",
        "0",
        "-d",
        work,
        master());
  }

  /** A loopback address of its own: a speculative copy never starts on the host of the original. */
  private static String host(int worker) {
    return "127.0.0." + (1 + worker);
  }

  private void launch(String name, String main, List<String> arguments) throws IOException {
    List<String> words = new ArrayList<>(List.of("-Xmx256m", "-Dspark.master.rest.enabled=false"));
    words.add(main);
    words.addAll(arguments);
    ProcessBuilder builder = java(words);
    builder.environment().put("SPARK_HOME", folder.toString());
    builder.environment().put("SPARK_LOCAL_DIRS", scratch().toString());
    builder.redirectErrorStream(true).redirectOutput(log(name));
    processes.add(builder.start());
  }

  /** A JVM like this one: its class path, the launcher's flags, then {@code words}. */
  public static ProcessBuilder java(List<String> words) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmFlags());
    command.addAll(List.of("-cp", classPath()));
    command.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("SPARK_LOCAL_IP", HOST);
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    return builder;
  }

  /** Where executors keep blocks. */
  private Path scratch() {
    return folder.resolve("scratch");
  }

  private File log(String name) {
    return folder.resolve(name + ".log").toFile();
  }

  /** Asks the Master until {@code workers} are alive; gives up early if a process has ended. */
  private void await(int workers) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (aliveWorkers() < workers) {
      Process newest = processes.get(processes.size() - 1);
      if (endsWithin(newest, 100) || System.nanoTime() - deadline > 0) {
        throw new IOException("the cluster did not come up: see the logs in " + folder);
      }
    }
  }

  /** -1 where the Master does not answer yet. */
  private int aliveWorkers() {
    URI uri = URI.create("http://" + HOST + ":" + webPort + "/json/");
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
    try {
      String body = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
      return new ObjectMapper().readTree(body).path("aliveworkers").asInt(-1);
    } catch (IOException e) {
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static boolean endsWithin(Process process, long millis) {
    try {
      return process.waitFor(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Waits for a process that was asked to end, then ends it by force. */
  private static void end(ProcessHandle process) {
    try {
      process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      process.destroyForcibly();
    }
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }

  /** The flags that the launcher gives to every JVM, one a line. */
  private static List<String> jvmFlags() {
    Path file = Path.of(System.getProperty("sluice.root"), "deploy", "jvm-flags");
    try {
      return Files.readAllLines(file).stream().filter(line -> !line.isBlank()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
