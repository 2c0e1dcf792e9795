package org.sluice.spark.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.Serializer;
import org.apache.spark.serializer.SerializerInstance;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.engine.base.Draws;
import org.sluice.engine.data.Framing;
import org.sluice.engine.data.Segment;
import org.sluice.engine.data.Shard;
import org.sluice.engine.data.WindowSpec;
import org.sluice.engine.loss.AbsoluteError;
import org.sluice.engine.loss.BinaryCrossEntropy;
import org.sluice.engine.loss.CrossEntropy;
import org.sluice.engine.loss.Huber;
import org.sluice.engine.loss.Loss;
import org.sluice.engine.loss.QuantileLoss;
import org.sluice.engine.loss.SquaredError;
import org.sluice.engine.metrics.Confusion;
import org.sluice.engine.metrics.ErrorSums;
import org.sluice.engine.metrics.ForecastErrors;
import org.sluice.engine.metrics.TokenPair;
import org.sluice.engine.network.CategorySpec;
import org.sluice.engine.network.CellKind;
import org.sluice.engine.network.LayerSpec;
import org.sluice.engine.network.NetworkSpec;
import org.sluice.engine.optim.ClipSettings;
import org.sluice.engine.optim.OptimizerKind;
import org.sluice.engine.optim.OptimizerSettings;
import org.sluice.engine.train.LocalPlan;
import org.sluice.engine.train.LocalResult;
import org.sluice.engine.train.LocalTask;
import org.sluice.engine.train.ReplicaAverage;
import org.sluice.engine.train.Score;
import org.sluice.spark.SparkTest;
import scala.reflect.ClassTag$;

class SluiceKryoRegistratorTest {
  private static final Map<String, String> STRICT =
      Map.of(
          "spark.serializer", KryoSerializer.class.getName(),
          "spark.kryo.registrator", SluiceKryoRegistrator.class.getName(),
          "spark.kryo.registrationRequired", "true");

  private static final String EVERY_TYPE =
      "select true b, 1Y y, 1S s, 1 i, 1L l, float(1) f, 1D d, 'a' t, X'00' x, 1.5BD n,"
          + " date'2024-05-01' day, timestamp'2024-05-01 00:00' ts,"
          + " timestamp_ntz'2024-05-01 00:00' ntz,"
          + " named_struct('list', array(1), 'map', map('a', 1)) nested";

  static List<Object> crossing() {
    Cut[] cuts = {new Cut(1, 2, -3, 40, 5, 6), new Cut(0, 2, 1L << 40, 40, 0, 6)};
    ForecastErrors errors = new ForecastErrors(2, 1);
    errors.add(1, 0, 3, 1);
    Confusion confusion = new Confusion(9);
    confusion.add(8, 2, 1L << 40, 0.1);
    confusion.add(2, 2, 0.2);
    return List.of(
        shard(),
        new ShardPlan(3, 2, cuts),
        new Piece(7, -2, true, new float[] {1, Float.MIN_VALUE}, bits(1)),
        new Scaling(
            new boolean[] {true},
            new double[] {1},
            new double[] {2},
            new float[] {3},
            new boolean[] {true}),
        new SeriesScalers(new double[] {1}, new double[] {2}, new float[] {3}),
        new Framing(new WindowSpec(3, 1, 2), 4, new int[] {3, 1}, true, new int[] {2}, 5, 1),
        new NetworkSpec(
                2, List.of(new LayerSpec(CellKind.LSTM, 5).withProjection(3, 1).withPeepholes()), 3)
            .with(List.of(new CategorySpec(4, 2))),
        plan(new QuantileLoss(List.of(0.1, 0.5))),
        plan(new SquaredError()),
        plan(new AbsoluteError()),
        plan(new Huber(0.5)),
        plan(new BinaryCrossEntropy()),
        plan(new CrossEntropy(0.1)),
        new LocalTask(new float[] {1}, new float[0], new float[] {2, 3}, 4, 5),
        new LocalResult(
            new float[] {1}, new float[0], new float[] {2}, 3, 0.5, 4, Double.POSITIVE_INFINITY),
        new LocalResult(new float[] {1}, new float[0], new float[] {2}, 3, 0.5, 4, 1)
            .inSixteenBits(new float[0], Draws.of(1, Draws.Purpose.ROUNDING)),
        new Score(1.5, 3),
        new ErrorSums(1, 2, 3),
        new ReplicaAverage(
            new float[] {1},
            new float[0],
            List.of(new float[] {2}, new float[0]),
            new Score(1, 2),
            3,
            0.5,
            List.of(new ReplicaAverage.LeftOut(1, 4))),
        new TokenPair(1, 2, 1L << 40, 4),
        errors,
        confusion,
        new Confusion(1));
  }

  private static LocalPlan plan(Loss loss) {
    OptimizerSettings adam = OptimizerSettings.of(OptimizerKind.ADAM);
    return new LocalPlan(3, adam, ClipSettings.byNorm(0.5), loss, true);
  }

  @ParameterizedTest
  @MethodSource("crossing")
  void kryoBringsBackWhatItWasGiven(Object value) {
    SparkConf conf = new SparkConf();
    STRICT.forEach(conf::set);
    assertThat(through(new KryoSerializer(conf), value))
        .usingRecursiveComparison()
        .isEqualTo(value);
  }

  @ParameterizedTest
  @MethodSource("crossing")
  void javaSerialisationBringsBackWhatItWasGiven(Object value) {
    assertThat(through(new JavaSerializer(new SparkConf()), value))
        .usingRecursiveComparison()
        .isEqualTo(value);
  }

  @Test
  void schemasThatSparkInfersFromFilesAreRegistered(@TempDir Path folder) {
    String table = folder.resolve("table").toString();
    List<String> schemas =
        SparkTest.on(
            "local[1]",
            Map.of(),
            spark -> {
              Dataset<Row> rows = spark.sql(EVERY_TYPE);
              rows.write().parquet(table);
              return List.of(
                  rows.schema().simpleString(),
                  spark.read().parquet(table).schema().simpleString());
            });
    assertThat(schemas.get(1)).isEqualTo(schemas.get(0));
  }

  private static Shard shard() {
    Segment segment =
        new Segment(1, -5, 2, new float[] {1, 2, 3, Float.NEGATIVE_INFINITY}, bits(3));
    Shard.Lane lane = new Shard.Lane(List.of(new Shard.Stretch(0, 0, 1)));
    return new Shard(4, List.of(segment), List.of(lane, new Shard.Lane(List.of())));
  }

  private static BitSet bits(int... set) {
    BitSet bits = new BitSet();
    for (int bit : set) {
      bits.set(bit);
    }
    return bits;
  }

  private static Object through(Serializer serializer, Object value) {
    SerializerInstance instance = serializer.newInstance();
    ByteBuffer bytes = instance.serialize(value, ClassTag$.MODULE$.Object());
    return instance.deserialize(bytes, ClassTag$.MODULE$.Object());
  }
}
