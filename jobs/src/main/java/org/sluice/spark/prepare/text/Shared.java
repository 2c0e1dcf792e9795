package org.sluice.spark.prepare.text;

import java.io.Serializable;
import java.nio.ByteBuffer;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.serializer.SerializerInstance;
import org.apache.spark.sql.SparkSession;
import scala.reflect.ClassTag;

/**
 * Something large that every task needs, sent to each executor once instead of with each task;
 * destroyed by the close. It travels in Java's serialization, whatever Spark is set to, and each
 * task has a copy of its own: tokenisers remember what they cut.
 */
final class Shared<T extends Serializable> implements Serializable, AutoCloseable {
  private static final long serialVersionUID = 1L;

  private final Broadcast<byte[]> bytes;

  private Shared(Broadcast<byte[]> bytes) {
    this.bytes = bytes;
  }

  static <T extends Serializable> Shared<T> of(SparkSession spark, T value) {
    ByteBuffer written = serializer().serialize(value, ClassTag.apply(Serializable.class));
    byte[] bytes = new byte[written.remaining()];
    written.get(bytes);
    return new Shared<>(new JavaSparkContext(spark.sparkContext()).broadcast(bytes));
  }

  /** A copy for one task. */
  T value() {
    ClassTag<T> type = ClassTag.apply(Serializable.class); // not looked at
    return serializer().deserialize(ByteBuffer.wrap(bytes.value()), type);
  }

  private static SerializerInstance serializer() {
    return SparkEnv.get().closureSerializer().newInstance();
  }

  @Override
  public void close() {
    bytes.destroy();
  }
}
