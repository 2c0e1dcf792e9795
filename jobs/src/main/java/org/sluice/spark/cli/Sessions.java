package org.sluice.spark.cli;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.sql.SparkSession;
import org.sluice.spark.shard.SluiceKryoRegistrator;

/** Spark as a command needs it: what the user set stays, the rest is ours. */
final class Sessions {
  private static final String REGISTRATOR = SluiceKryoRegistrator.class.getName();

  private Sessions() {}

  /** Starts Spark; the first use of the cluster. */
  static SparkSession start(String name) {
    return SparkSession.builder()
        .config(configuration(new SparkConf()))
        .appName(name)
        .getOrCreate();
  }

  static SparkConf configuration(SparkConf users) {
    SparkConf conf = users.clone().setIfMissing("spark.master", "local[*]");
    conf.setIfMissing("spark.serializer", KryoSerializer.class.getName());
    // a shard or a result is one object, of up to hundreds of megabytes
    conf.setIfMissing("spark.kryoserializer.buffer.max", "1g");
    // parameters go out in every round, and floats hardly compress
    conf.setIfMissing("spark.broadcast.compress", "false");
    // shards stay where they are made: on the first executor, if the others are not yet there
    conf.setIfMissing("spark.scheduler.minRegisteredResourcesRatio", "1.0");
    if (conf.get("spark.master").startsWith("local")) {
      // Spark's 200 tasks are meant for a cluster; here starting them would cost more than they do
      int tasks = 4 * Runtime.getRuntime().availableProcessors();
      conf.setIfMissing("spark.sql.shuffle.partitions", Integer.toString(tasks));
    }
    String registrators = conf.get("spark.kryo.registrator", "");
    return conf.set(
        "spark.kryo.registrator",
        registrators.isEmpty() ? REGISTRATOR : registrators + "," + REGISTRATOR);
  }

  /** Hadoop's settings as the session will have them, before there is one. */
  static Configuration hadoop(SparkConf users) {
    Configuration hadoop = new Configuration();
    String prefix = "spark.hadoop.";
    for (var setting : users.getAllWithPrefix(prefix)) {
      hadoop.set(setting._1(), setting._2());
    }
    return hadoop;
  }
}
