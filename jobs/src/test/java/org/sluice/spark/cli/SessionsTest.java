package org.sluice.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.sluice.spark.shard.SluiceKryoRegistrator;

final class SessionsTest {
  private static final String OURS = SluiceKryoRegistrator.class.getName();

  private static SparkConf users(String... settings) {
    SparkConf conf = new SparkConf(false);
    for (int i = 0; i < settings.length; i += 2) {
      conf.set(settings[i], settings[i + 1]);
    }
    return conf;
  }

  @Test
  void kryoAndOurRegistratorAreTheDefault() {
    SparkConf conf = Sessions.configuration(users());
    assertThat(conf.get("spark.master")).isEqualTo("local[*]");
    assertThat(conf.get("spark.serializer")).endsWith("KryoSerializer");
    assertThat(conf.get("spark.kryo.registrator")).isEqualTo(OURS);
    assertThat(conf.get("spark.kryoserializer.buffer.max")).isEqualTo("1g");
  }

  @Test
  void whatTheUserChoseStays() {
    SparkConf conf =
        Sessions.configuration(
            users(
                "spark.master", "spark://far:7077",
                "spark.serializer", "org.apache.spark.serializer.JavaSerializer",
                "spark.kryoserializer.buffer.max", "64m",
                "spark.scheduler.minRegisteredResourcesRatio", "0.5",
                "spark.kryo.registrator", "com.example.Theirs"));
    assertThat(conf.get("spark.kryoserializer.buffer.max")).isEqualTo("64m");
    assertThat(conf.get("spark.scheduler.minRegisteredResourcesRatio")).isEqualTo("0.5");
    assertThat(conf.get("spark.master")).isEqualTo("spark://far:7077");
    assertThat(conf.get("spark.serializer")).endsWith("JavaSerializer");
    assertThat(conf.get("spark.kryo.registrator")).isEqualTo("com.example.Theirs," + OURS);
  }

  @Test
  void allExecutorsAreAwaitedBeforeShardsSettle() {
    assertThat(Sessions.configuration(users()).get("spark.scheduler.minRegisteredResourcesRatio"))
        .isEqualTo("1.0");
  }

  @Test
  void aLocalMasterShufflesInFewTasksUnlessTheUserSaysHowMany() {
    String setting = "spark.sql.shuffle.partitions";
    int tasks = 4 * Runtime.getRuntime().availableProcessors();
    assertThat(Sessions.configuration(users()).get(setting)).isEqualTo("" + tasks);
    assertThat(Sessions.configuration(users(setting, "7")).get(setting)).isEqualTo("7");
    SparkConf far = Sessions.configuration(users("spark.master", "spark://far:7077"));
    assertThat(far.contains(setting)).isFalse();
  }

  @Test
  void hadoopsSettingsAreKnownBeforeTheSession() {
    assertThat(Sessions.hadoop(users("spark.hadoop.fs.s3a.endpoint", "x")).get("fs.s3a.endpoint"))
        .isEqualTo("x");
  }
}
