package org.sluice.spark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.MapOutputTrackerMaster;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Draws.Purpose;
import org.sluice.engine.train.LocalResult;
import org.sluice.engine.train.ReplicaAverage;
import org.sluice.engine.train.ReplicaAverage.LeftOut;
import org.sluice.spark.SparkTest;
import org.sluice.spark.train.TrainingSpec.ReduceSpec;
import org.sluice.spark.train.TrainingSpec.ReduceSpec.Deltas;
import scala.reflect.ClassTag$;

/** Whatever way replicas take to the driver, they come to the same bits. */
final class ReductionTest {
  private static final int PARAMETERS = 1001;
  private static final float[] START = new float[PARAMETERS];

  private final JavaSparkContext spark =
      JavaSparkContext.fromSparkContext(SparkTest.spark().sparkContext());

  @Test
  void slicesComeToTheBitsOfTheDirectSum() {
    for (int slices : new int[] {1, 2, 3, 7}) {
      assertSame(new SlicedReduction(slices), replicas());
    }
  }

  @Test
  void aReplicaWithOneValueThatIsNotFiniteIsLeftOutOfEverySlice() {
    List<LocalResult> replicas = replicas();
    replicas.get(3).theta()[PARAMETERS - 1] = Float.NaN;

    assertSame(new SlicedReduction(3), replicas);
    ReplicaAverage average = new SlicedReduction(3).reduce(rdd(replicas));
    assertThat(average.leftOut()).containsExactly(new LeftOut(3, 8));
    assertThat(average.states().get(3)).isEmpty();
    assertThat(average.states().get(4)).containsExactly(4);
  }

  @Test
  void whereNoReplicaIsFiniteThereIsNoAverage() {
    List<LocalResult> replicas = replicas().subList(0, 2);
    replicas.forEach(replica -> replica.theta()[0] = Float.POSITIVE_INFINITY);

    ReplicaAverage average = new SlicedReduction(2).reduce(rdd(replicas));

    assertThat(average.exists()).isFalse();
    assertThat(average.diverged()).isTrue();
    assertThat(average.theta()).isEmpty();
    assertThat(average.leftOut()).containsExactly(new LeftOut(0, 5), new LeftOut(1, 6));
  }

  @Test
  void replicasInSixteenBitsComeToTheSameBitsEitherWay() {
    List<LocalResult> replicas = rounded(replicas());
    for (int slices : new int[] {1, 2, 3, 7}) {
      assertSame(new SlicedReduction(slices), replicas);
    }
    List<LocalResult> broken = replicas();
    broken.get(3).theta()[0] = Float.NaN;
    assertSame(new SlicedReduction(3), rounded(broken));
    assertThat(ReplicaAverage.of(rounded(broken).iterator()).leftOut())
        .containsExactly(new LeftOut(3, 8));
  }

  @Test
  void theAverageOfDifferencesIsThatOfTheParameters() {
    float[] exact = ReplicaAverage.of(replicas().iterator()).theta();
    float[] found = ReplicaAverage.of(rounded(replicas()).iterator()).movedFrom(START).theta();

    for (int i = 0; i < PARAMETERS; i++) {
      assertThat(found[i]).isCloseTo(exact[i], within(0x1p-13f * (1 << 15))); // of the largest
    }
    assertThat(found).isNotEqualTo(exact);
  }

  @Test
  void sixteenBitsHalveTheBytesOfAReplica() {
    LocalResult exact = replicas().get(0);
    LocalResult alone = new LocalResult(exact.theta(), new float[0], exact.state(), 100, 1, 5, 1);

    assertThat(bytes(rounded(List.of(alone)).get(0))).isLessThan(0.54 * bytes(alone));
  }

  private static double bytes(LocalResult result) {
    return SparkEnv.get()
        .serializer()
        .newInstance()
        .serialize(result, ClassTag$.MODULE$.Object())
        .remaining();
  }

  private static List<LocalResult> rounded(List<LocalResult> replicas) {
    List<LocalResult> rounded = new ArrayList<>();
    for (int i = 0; i < replicas.size(); i++) {
      rounded.add(replicas.get(i).inSixteenBits(START, Draws.of(i, Purpose.ROUNDING)));
    }
    return rounded;
  }

  @Test
  void oneReplicaIsItsOwnAverage() {
    List<LocalResult> alone = replicas().subList(0, 1);

    assertThat(new SlicedReduction(4).reduce(rdd(alone)).theta()).isEqualTo(alone.get(0).theta());
  }

  @Test
  void whatFitsIntoTheLimitGoesStraightToTheDriver() {
    ReduceSpec megabyte = new ReduceSpec(1, Deltas.EXACT);

    assertThat(Reduction.of(megabyte, 2, 500_000)).isNotInstanceOf(SlicedReduction.class);
    assertThat(Reduction.of(megabyte, 2, 500_001)).isEqualTo(new SlicedReduction(1));
    assertThat(Reduction.of(megabyte, 16, 20_000_000)).isEqualTo(new SlicedReduction(16));
  }

  /** Shuffle files of thousands of rounds would fill the executors' disks. */
  @Test
  void aRoundLeavesNoShuffleBehind() {
    int before = shuffles();

    new SlicedReduction(2).reduce(rdd(replicas()));

    assertThat(shuffles()).isLessThanOrEqualTo(before);
  }

  private static int shuffles() {
    return ((MapOutputTrackerMaster) SparkEnv.get().mapOutputTracker()).shuffleStatuses().size();
  }

  private void assertSame(Reduction reduction, List<LocalResult> replicas) {
    ReplicaAverage expected = ReplicaAverage.of(replicas.iterator());
    assertThat(reduction.reduce(rdd(replicas)))
        .usingRecursiveComparison()
        .withEqualsForType(
            (a, b) -> Float.floatToRawIntBits(a) == Float.floatToRawIntBits(b), Float.class)
        .isEqualTo(expected);
  }

  private JavaRDD<LocalResult> rdd(List<LocalResult> replicas) {
    return spark.parallelize(replicas, replicas.size());
  }

  /** Some of differing weight and size, one that had nothing to learn from, with negative zeros. */
  private static List<LocalResult> replicas() {
    List<LocalResult> replicas = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Draws draws = Draws.of(i, Purpose.SAMPLE);
      float[] theta = new float[PARAMETERS];
      float[] optimizer = new float[2 * PARAMETERS];
      for (int j = 0; j < optimizer.length; j++) {
        optimizer[j] = draws.uniform(j, 1e-3f);
        theta[j / 2] = j % 7 == 0 ? -0f : draws.uniform(j, 1 << 3 * i);
      }
      float[] state = {i};
      double labelled = i == 2 ? 0 : 100 + 7 * i;
      replicas.add(new LocalResult(theta, optimizer, state, labelled, 0.3 * i, 5 + i, i));
    }
    return replicas;
  }
}
