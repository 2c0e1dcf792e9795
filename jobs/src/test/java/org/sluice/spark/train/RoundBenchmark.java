package org.sluice.spark.train;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.SparkSession;
import org.sluice.engine.train.LocalResult;
import org.sluice.engine.train.ReplicaAverage;
import org.sluice.spark.SparkTest;
import org.sluice.spark.cluster.StandaloneCluster;

/**
 * What a round costs beside its local steps: broadcast, scheduling, reduction and the driver's
 * part, of replicas that hand back what they were sent. Arguments: {@code local[2]} or {@code
 * cluster}, which is a standalone one of two executors on loopback; then the numbers of replicas,
 * then the millions of parameters, separated by commas.
 */
final class RoundBenchmark {
  private static final int WARM_UP = 20;
  private static final int ROUNDS = 11;

  private RoundBenchmark() {}

  public static void main(String[] args) throws Exception {
    List<Integer> replicas = numbers(args[1]);
    List<Integer> millions = numbers(args[2]);
    if (args[0].equals("cluster")) {
      try (StandaloneCluster cluster = StandaloneCluster.start(2)) {
        measure(cluster.master(), settings(cluster.settings()), replicas, millions);
      }
    } else {
      measure(args[0], settings(Map.of()), replicas, millions);
    }
  }

  /** As the program sets up Spark, which SparkTest leaves as it is. */
  private static Map<String, String> settings(Map<String, String> master) {
    Map<String, String> settings = new HashMap<>(master);
    settings.put("spark.broadcast.compress", "false");
    settings.put("spark.kryoserializer.buffer.max", "1g");
    return settings;
  }

  private static List<Integer> numbers(String list) {
    return Arrays.stream(list.split(",", -1)).map(Integer::valueOf).toList();
  }

  private static void measure(
      String master, Map<String, String> settings, List<Integer> replicas, List<Integer> millions) {
    System.out.println("medians in ms    parameters replicas broadcast    job  total");
    SparkTest.on(
        master,
        settings,
        session -> {
          for (int million : millions) {
            for (int n : replicas) {
              if (4 * n * million <= 1000) { // Spark's bound on the results of a job
                measure(session, "direct", RoundBenchmark::direct, n, million);
              }
              int slices = SlicedReduction.slices(n, million * 1_000_000L);
              measure(session, "sliced", new SlicedReduction(slices), n, million);
            }
          }
          return null;
        });
  }

  private static ReplicaAverage direct(JavaRDD<LocalResult> rows) {
    return ReplicaAverage.of(rows.collect().iterator());
  }

  private static void measure(
      SparkSession session, String way, Reduction reduction, int replicas, int million) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    float[] theta = new float[million * 1_000_000];
    double[] broadcast = new double[WARM_UP + ROUNDS];
    double[] job = new double[WARM_UP + ROUNDS];
    for (int round = 0; round < WARM_UP + ROUNDS; round++) {
      Laps laps = new Laps();
      try (Start start = Start.broadcast(spark, theta, new float[0])) {
        broadcast[round] = laps.lap();
        List<Integer> ids = IntStream.range(0, replicas).boxed().toList();
        theta =
            reduction
                .reduce(spark.parallelize(ids, replicas).mapPartitions(new Echo(start)))
                .theta();
        job[round] = laps.lap();
      }
    }
    double sent = median(broadcast);
    double back = median(job);
    System.out.printf(
        "%-16s %10d %8d %9.0f %6.0f %6.0f%n",
        way, million * 1_000_000, replicas, sent, back, sent + back);
  }

  /** In milliseconds, of the rounds behind the warm-up. */
  private static double median(double[] seconds) {
    double[] sorted = Arrays.copyOfRange(seconds, WARM_UP, seconds.length);
    Arrays.sort(sorted);
    return 1000 * sorted[sorted.length / 2];
  }

  /** A replica that does not train. */
  private record Echo(Start start) implements FlatMapFunction<Iterator<Integer>, LocalResult> {
    @Override
    public Iterator<LocalResult> call(Iterator<Integer> replica) {
      float[] theta = start.theta().clone();
      theta[0] += replica.next();
      float[] none = {};
      return List.of(new LocalResult(theta, none, none, 1, 1, 1, 1)).iterator();
    }
  }
}
