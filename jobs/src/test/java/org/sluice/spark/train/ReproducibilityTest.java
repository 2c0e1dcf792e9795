package org.sluice.spark.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sluice.engine.data.Batcher;
import org.sluice.engine.data.Shard;
import org.sluice.engine.network.Network;
import org.sluice.engine.train.LocalPlan;
import org.sluice.engine.train.LocalTask;
import org.sluice.engine.train.LocalTrainer;
import org.sluice.spark.SparkTest;
import org.sluice.spark.cluster.StandaloneCluster;
import org.sluice.spark.prepare.PreparedDataSet;
import org.sluice.spark.shard.Shards;
import org.sluice.spark.shard.Span;
import org.sluice.spark.train.TrainingSpec.Sampling;

/** The model is a function of the job and the data, whatever computes it. */
final class ReproducibilityTest {
  private static final Map<String, String> STRICT =
      Map.of("spark.kryo.registrationRequired", "true");

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Sampling.class)
  void oneCoreAndTwoGiveTheSameBytes(Sampling sampling) {
    byte[] one = weights("local[1]", STRICT, sampling);
    byte[] two = weights("local[2]", STRICT, sampling);

    assertThat(one).isNotEmpty().isEqualTo(two);
  }

  @Tag("slow")
  @ParameterizedTest
  @EnumSource(Sampling.class)
  void aClusterOfTwoExecutorsGivesTheBytesOfOneCore(Sampling sampling) throws IOException {
    byte[] one = weights("local[1]", STRICT, sampling);
    byte[] cluster;
    try (StandaloneCluster started = StandaloneCluster.start(2)) {
      Map<String, String> settings = new HashMap<>(started.settings());
      settings.putAll(STRICT);
      cluster = weights(started.master(), settings, sampling);
    }

    assertThat(one).isNotEmpty().isEqualTo(cluster);
  }

  @ParameterizedTest
  @EnumSource(Sampling.class)
  void oneReplicaIsSerialTrainingBitForBit(Sampling sampling) {
    TestJob small = small(sampling);
    small.replicas = 1;
    small.epochs = 1;
    TrainingJob job = small.in(folder.resolve("run"));
    SparkSession spark = SparkTest.spark();
    PreparedDataSet data = Fleet.prepare(spark, folder);

    float[] distributed =
        new DistributedTrainer(spark, job, new Recorder()).train(data, Optional.empty()).theta();

    assertThat(distributed).isEqualTo(serially(job, data));
  }

  /** All batches of one epoch in a single run: no sync, no broadcast, no executor. */
  private static float[] serially(TrainingJob job, PreparedDataSet data) {
    Origin origin = Origin.fresh(job, data.info());
    ReplicaPlan plan = job.plan(origin);
    Shard shard =
        plan.sampling() == Sampling.WINDOWED
            ? Shards.windowed(data, Span.TRAIN, origin.preprocessing(), 12, 1, 1).first()
            : Shards.lanes(data, Span.TRAIN, origin.preprocessing(), 1, plan.lanes()).first();
    LocalPlan whole = new LocalPlan(Integer.MAX_VALUE, 0.1, 0.9, 1, true);
    Batcher batches = plan.training(shard);
    LocalTask task = new LocalTask(origin.theta(), new float[0], new float[0], 0, 0);
    return new LocalTrainer(Network.of(plan.network()), whole).run(batches, task).theta();
  }

  private byte[] weights(String master, Map<String, String> settings, Sampling sampling) {
    Path run = folder.resolve(master.replaceAll("\\W+", "-"));
    return SparkTest.on(master, settings, spark -> weights(spark, run, small(sampling)));
  }

  private static byte[] weights(SparkSession spark, Path run, TestJob job) {
    new DistributedTrainer(spark, job.in(run), new Recorder())
        .train(Fleet.prepare(spark, run), Optional.empty());
    try {
      return Files.readAllBytes(run.resolve("model/weights.safetensors"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TestJob small(Sampling sampling) {
    return sampling == Sampling.WINDOWED ? TestJob.windowed() : TestJob.stateful();
  }
}
