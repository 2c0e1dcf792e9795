package org.sluice.spark.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sluice.engine.data.Batcher;
import org.sluice.engine.data.Shard;
import org.sluice.engine.data.WindowSpec;
import org.sluice.engine.network.Network;
import org.sluice.engine.train.LocalPlan;
import org.sluice.engine.train.LocalTask;
import org.sluice.engine.train.LocalTrainer;
import org.sluice.spark.SparkTest;
import org.sluice.spark.cluster.StandaloneCluster;
import org.sluice.spark.prepare.PreparedDataSet;
import org.sluice.spark.shard.Sampling;
import org.sluice.spark.shard.Scalings;
import org.sluice.spark.shard.Shards;
import org.sluice.spark.shard.Span;
import org.sluice.spark.train.TrainingSpec.ReduceSpec.Deltas;

/** The model is a function of the job and the data, whatever computes it. */
final class ReproducibilityTest {
  @TempDir static Path fleet;
  @TempDir Path folder;

  @BeforeAll
  static void prepare() {
    Fleet.prepare(SparkTest.spark(), fleet);
  }

  @ParameterizedTest
  @EnumSource(names = {"WINDOWED", "STATEFUL"})
  void oneCoreAndTwoGiveTheSameBytesWhicheverWayTheyAreReduced(Sampling sampling) {
    byte[] one =
        SparkTest.on(
            "local[1]", Map.of(), spark -> weights(spark, prepared(spark), small(sampling)));
    byte[] two =
        SparkTest.on(
            "local[2]", Map.of(), spark -> weights(spark, prepared(spark), small(sampling)));
    byte[] sliced =
        SparkTest.on(
            "local[2]", Map.of(), spark -> weights(spark, prepared(spark), sliced(sampling)));

    assertThat(one).isNotEmpty().isEqualTo(two).isEqualTo(sliced);
  }

  @Test
  void replicasInSixteenBitsGiveTheSameBytesWhicheverWayTheyAreReduced() {
    byte[] one =
        SparkTest.on("local[1]", Map.of(), spark -> weights(spark, prepared(spark), bits16(64)));
    byte[] sliced = weights(SparkTest.spark(), prepared(SparkTest.spark()), bits16(0));
    byte[] exact =
        weights(SparkTest.spark(), prepared(SparkTest.spark()), small(Sampling.WINDOWED));

    assertThat(one).isNotEmpty().isEqualTo(sliced).isNotEqualTo(exact);
  }

  @ParameterizedTest
  @EnumSource(names = {"WINDOWED", "STATEFUL"})
  void javaSerializationGivesTheBytesOfKryo(Sampling sampling) {
    byte[] kryo =
        SparkTest.on(
            "local[2]", Map.of(), spark -> weights(spark, prepared(spark), small(sampling)));
    Map<String, String> java = Map.of("spark.serializer", JavaSerializer.class.getName());
    byte[] direct =
        SparkTest.on("local[2]", java, spark -> weights(spark, prepared(spark), small(sampling)));
    byte[] sliced =
        SparkTest.on("local[2]", java, spark -> weights(spark, prepared(spark), sliced(sampling)));

    assertThat(kryo).isNotEmpty().isEqualTo(direct).isEqualTo(sliced);
  }

  @Tag("slow")
  @Test
  void aClusterOfTwoExecutorsGivesTheBytesOfOneCoreInSixteenBitsToo() throws IOException {
    byte[] one =
        SparkTest.on(
            "local[1]", Map.of(), spark -> weights(spark, preparedHere(spark), bits16(64)));
    try (StandaloneCluster started = StandaloneCluster.start(2)) {
      for (int directLimit : new int[] {64, 0}) {
        byte[] cluster =
            SparkTest.on(
                started.master(),
                started.settings(),
                spark -> weights(spark, preparedHere(spark), bits16(directLimit)));
        assertThat(cluster).isEqualTo(one);
      }
    }
  }

  /** Here each master prepares the table for itself. */
  @Tag("slow")
  @ParameterizedTest
  @EnumSource(names = {"WINDOWED", "STATEFUL"})
  void aClusterOfTwoExecutorsGivesTheBytesOfOneCoreInOneSegmentOrMore(Sampling sampling)
      throws IOException {
    TestJob job = TestJob.inBlocks(sampling);
    byte[] one =
        SparkTest.on("local[1]", Map.of(), spark -> weights(spark, preparedHere(spark), job));
    List<byte[]> cluster;
    try (StandaloneCluster started = StandaloneCluster.start(2)) {
      cluster = SparkTest.on(started.master(), started.settings(), spark -> everyWay(spark, job));
    }

    assertThat(one).isNotEmpty();
    assertThat(cluster).hasSize(4).allMatch(weights -> Arrays.equals(weights, one));
  }

  /** In one segment and in more, reduced directly and in slices. */
  private List<byte[]> everyWay(SparkSession spark, TestJob job) {
    PreparedDataSet data = preparedHere(spark);
    List<byte[]> all = new ArrayList<>();
    for (double segmentsLimit : new double[] {Double.POSITIVE_INFINITY, 0.005}) {
      for (int directLimit : new int[] {64, 0}) {
        job.segmentsLimit = segmentsLimit;
        job.directLimit = directLimit;
        all.add(weights(spark, data, job));
      }
    }
    return all;
  }

  @ParameterizedTest
  @EnumSource(names = {"WINDOWED", "STATEFUL"})
  void oneReplicaIsSerialTrainingBitForBit(Sampling sampling) {
    TestJob small = small(sampling);
    small.replicas = 1;
    small.epochs = 1;
    TrainingJob job = small.in(folder.resolve("run"));
    SparkSession spark = SparkTest.spark();
    PreparedDataSet data = prepared(spark);

    float[] distributed =
        new DistributedTrainer(spark, job, new Recorder()).train(data, Optional.empty()).theta();

    assertThat(distributed).isEqualTo(serially(job, data));
  }

  /** All batches of one epoch in a single run: no sync, no broadcast, no executor. */
  private static float[] serially(TrainingJob job, PreparedDataSet data) {
    Origin origin = Origin.fresh(job, data);
    ReplicaPlan plan = job.plan(origin);
    Scalings scaling = origin.scalings(data);
    WindowSpec window = plan.framing().window();
    Shard shard =
        plan.sampling().kind() == Sampling.WINDOWED
            ? Shards.windowed(data, Span.TRAIN, scaling, window, 1).first()
            : Shards.lanes(data, Span.TRAIN, scaling, window.horizon(), 1, plan.lanes()).first();
    LocalPlan local = plan.local();
    LocalPlan whole =
        new LocalPlan(
            Integer.MAX_VALUE,
            local.optimizer(),
            local.clip(),
            local.loss(),
            local.keepOptimizer());
    Batcher batches = plan.training(shard);
    LocalTask task = new LocalTask(origin.theta(), new float[0], new float[0], 0, 0);
    return new LocalTrainer(Network.of(plan.network()), whole).run(batches, task).theta();
  }

  private PreparedDataSet preparedHere(SparkSession spark) {
    return Fleet.prepare(spark, folder.resolve(spark.sparkContext().applicationId()));
  }

  private byte[] weights(SparkSession spark, PreparedDataSet data, TestJob job) {
    Path run = folder.resolve("run-" + spark.sparkContext().applicationId());
    new DistributedTrainer(spark, job.in(run), new Recorder()).train(data, Optional.empty());
    try {
      return Files.readAllBytes(run.resolve("model/weights.safetensors"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PreparedDataSet prepared(SparkSession spark) {
    return PreparedDataSet.open(spark, fleet.resolve("prepared").toString());
  }

  private static TestJob small(Sampling sampling) {
    return sampling == Sampling.WINDOWED ? TestJob.windowed() : TestJob.stateful();
  }

  private static TestJob bits16(int directLimit) {
    TestJob job = small(Sampling.WINDOWED);
    job.deltas = Deltas.BITS16;
    job.directLimit = directLimit;
    return job;
  }

  private static TestJob sliced(Sampling sampling) {
    TestJob job = small(sampling);
    job.directLimit = 0;
    return job;
  }
}
