package org.sluice.spark.shard;

import com.esotericsoftware.kryo.Kryo;
import java.util.BitSet;
import java.util.List;
import org.apache.spark.serializer.KryoRegistrator;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.io.ChunkedByteBuffer;
import org.sluice.engine.data.Framing;
import org.sluice.engine.data.Segment;
import org.sluice.engine.data.Shard;
import org.sluice.engine.data.WindowSpec;
import org.sluice.engine.loss.AbsoluteError;
import org.sluice.engine.loss.BinaryCrossEntropy;
import org.sluice.engine.loss.CrossEntropy;
import org.sluice.engine.loss.Huber;
import org.sluice.engine.loss.QuantileLoss;
import org.sluice.engine.loss.SquaredError;
import org.sluice.engine.metrics.Confusion;
import org.sluice.engine.metrics.ErrorSums;
import org.sluice.engine.metrics.ForecastErrors;
import org.sluice.engine.metrics.TokenPair;
import org.sluice.engine.network.CategorySpec;
import org.sluice.engine.network.CellKind;
import org.sluice.engine.network.CellSpec;
import org.sluice.engine.network.Connection;
import org.sluice.engine.network.Direction;
import org.sluice.engine.network.DropoutSpec;
import org.sluice.engine.network.EmbeddingSpec;
import org.sluice.engine.network.InitialisationSpec;
import org.sluice.engine.network.LayerSpec;
import org.sluice.engine.network.NetworkSpec;
import org.sluice.engine.network.Pooling;
import org.sluice.engine.network.Reset;
import org.sluice.engine.optim.ClipSettings;
import org.sluice.engine.optim.OptimizerKind;
import org.sluice.engine.optim.OptimizerSettings;
import org.sluice.engine.params.Int16;
import org.sluice.engine.train.LocalPlan;
import org.sluice.engine.train.LocalResult;
import org.sluice.engine.train.LocalTask;
import org.sluice.engine.train.ReplicaAverage;
import org.sluice.engine.train.Score;

/**
 * Everything of ours that crosses executors, each class with its serializer, so that jobs run with
 * {@code spark.kryo.registrationRequired = true}. New classes are added at the end of their list:
 * the numbers Kryo writes in a class's stead follow this order.
 */
public final class SluiceKryoRegistrator implements KryoRegistrator {
  private static final List<Class<? extends Record>> RECORDS =
      List.of(
          Shard.class,
          Shard.Lane.class,
          Shard.Stretch.class,
          Piece.class,
          Scaling.class,
          WindowSpec.class,
          Framing.class,
          LayerSpec.class,
          NetworkSpec.class,
          LocalPlan.class,
          LocalTask.class,
          LocalResult.class,
          Score.class,
          ErrorSums.class,
          DropoutSpec.class,
          EmbeddingSpec.class,
          CellSpec.class,
          OptimizerSettings.class,
          ClipSettings.class,
          SquaredError.class,
          AbsoluteError.class,
          Huber.class,
          QuantileLoss.class,
          BinaryCrossEntropy.class,
          CrossEntropy.class,
          ReplicaAverage.class,
          InitialisationSpec.class,
          TokenPair.class,
          ReplicaAverage.LeftOut.class,
          Int16.class,
          SeriesScalers.class,
          CategorySpec.class);

  private static final List<Class<?>> PLAIN =
      List.of(
          CellKind.class,
          BitSet.class,
          float[].class,
          float[][].class,
          double[].class,
          double[][].class,
          long[].class,
          int[].class,
          boolean[].class,
          // what a collect or a shuffle wraps ours in
          Object[].class,
          Shard[].class,
          LocalResult[].class,
          Score[].class,
          Reset.class,
          Direction.class,
          ForecastErrors[].class,
          DropoutSpec.Mask.class,
          Connection.class,
          OptimizerKind.class,
          ReplicaAverage[].class,
          Pooling.class,
          InitialisationSpec.Weights.class,
          InitialisationSpec.State.class,
          TokenPair[].class,
          short[].class);

  /**
   * Of Spark's own what it has not registered itself: schemas that tasks infer from files, and rows
   * that the driver goes through.
   */
  private static final List<Class<?>> SPARKS =
      List.of(
          StructType.class,
          StructType[].class,
          StructField.class,
          StructField[].class,
          Metadata.class,
          DataType[].class,
          DataTypes.NullType.getClass(),
          DataTypes.BooleanType.getClass(),
          DataTypes.ByteType.getClass(),
          DataTypes.ShortType.getClass(),
          DataTypes.IntegerType.getClass(),
          DataTypes.LongType.getClass(),
          DataTypes.FloatType.getClass(),
          DataTypes.DoubleType.getClass(),
          DataTypes.StringType.getClass(),
          DataTypes.BinaryType.getClass(),
          DataTypes.DateType.getClass(),
          DataTypes.TimestampType.getClass(),
          DataTypes.TimestampNTZType.getClass(),
          DecimalType.class,
          ArrayType.class,
          MapType.class,
          ChunkedByteBuffer[].class);

  /** The same of MLlib's, which shows them to nobody. */
  private static final List<String> MLLIBS =
      List.of(
          "org.apache.spark.mllib.feature.VocabWord",
          "[Lorg.apache.spark.mllib.feature.VocabWord;");

  @Override
  public void registerClasses(Kryo kryo) {
    kryo.register(Segment.class, new SegmentSerializer());
    kryo.register(ShardPlan.class, new ShardPlanSerializer());
    kryo.register(ForecastErrors.class, new ForecastErrorsSerializer());
    RECORDS.forEach(type -> register(kryo, type));
    PLAIN.forEach(kryo::register);
    kryo.register(float[].class, new FloatsSerializer());
    SPARKS.forEach(kryo::register);
    MLLIBS.forEach(name -> register(kryo, name));
    kryo.register(Confusion.class, new ConfusionSerializer());
    kryo.register(Confusion[].class);
  }

  private static void register(Kryo kryo, String name) {
    try {
      kryo.register(Class.forName(name, false, SluiceKryoRegistrator.class.getClassLoader()));
    } catch (ClassNotFoundException e) {
      return; // a Spark without MLlib sends none
    }
  }

  private static <T extends Record> void register(Kryo kryo, Class<T> type) {
    kryo.register(type, new RecordSerializer<>(type));
  }
}
