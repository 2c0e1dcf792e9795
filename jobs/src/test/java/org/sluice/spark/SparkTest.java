package org.sluice.spark;

import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;

/**
 * A real local Spark for tests: one session for the whole JVM, started at the first call. Ask for
 * it in each test and keep it in no field: {@link #on} puts another one in its place.
 */
public final class SparkTest {
  private static SparkSession shared;

  private SparkTest() {}

  /**
   * The shared session: two cores, four shuffle partitions, no UI, and Kryo that refuses classes it
   * was not told of.
   */
  public static synchronized SparkSession spark() {
    if (shared == null || shared.sparkContext().isStopped()) {
      shared = start("local[2]", Map.of());
    }
    return shared;
  }

  /**
   * What {@code work} gives on a session of its own, which is stopped afterwards: Spark allows one
   * context in a JVM, so the shared session ends first and starts anew when next asked for.
   */
  public static synchronized <T> T on(
      String master, Map<String, String> settings, Function<SparkSession, T> work) {
    spark().stop();
    SparkSession session = start(master, settings);
    try {
      return work.apply(session);
    } finally {
      session.stop();
    }
  }

  private static SparkSession start(String master, Map<String, String> settings) {
    SparkSession.Builder builder =
        SparkSession.builder()
            .master(master)
            .appName("test")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "4")
            .config("spark.sql.warehouse.dir", "target/warehouse")
            .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
            .config("spark.kryo.registrator", "org.sluice.spark.shard.SluiceKryoRegistrator")
            .config("spark.kryo.registrationRequired", "true");
    settings.forEach(builder::config);
    return builder.getOrCreate();
  }
}
