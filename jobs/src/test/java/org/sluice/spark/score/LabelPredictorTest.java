package org.sluice.spark.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.engine.base.SluiceException;
import org.sluice.spark.SparkTest;
import org.sluice.spark.prepare.DataSetInfo;
import org.sluice.spark.prepare.DataSpec;
import org.sluice.spark.prepare.LabelSpec.Per;
import org.sluice.spark.prepare.Prepare;
import org.sluice.spark.score.PredictSpec.Format;
import org.sluice.spark.shard.Sampling;
import org.sluice.spark.shard.SamplingSpec;

final class LabelPredictorTest {
  private static final Instant FIRST = Instant.parse("2024-05-01T10:00:00Z");
  private static final int DELAY = 2;
  private static final SamplingSpec STREAMS = new SamplingSpec(Sampling.STATEFUL, true, DELAY);

  @TempDir static Path folder;

  private static DataSetInfo states; // of the table that models are trained on
  private static DataSetInfo kinds;
  private static DataSpec table; // a new one, without labels

  @BeforeAll
  static void prepare() {
    LabelledPumps pumps = new LabelledPumps(folder);
    Path labelled = pumps.table("labelled.csv", true);
    states = trained(labelled, "state", Per.STEP);
    kinds = trained(labelled, "kind", Per.SEQUENCE);
    table = LabelledPumps.spec(pumps.table("new.csv", false), Optional.empty());
  }

  private static DataSetInfo trained(Path labelled, String column, Per per) {
    DataSpec spec = LabelledPumps.spec(labelled, LabelledPumps.label(column, per));
    String prepared = folder.resolve("of-" + column).toString();
    return Prepare.run(SparkTest.spark(), spec, prepared, false).info();
  }

  private static LabelPredictions predict(
      SparkSession spark, Classifier model, Format format, String name) {
    return new LabelPredictor(table, model, format)
        .run(spark, folder.resolve(name).toString(), false);
  }

  private static List<Row> rows(SparkSession spark, String name, String order) {
    return spark
        .read()
        .parquet(folder.resolve(name).toString())
        .orderBy("pump", order)
        .collectAsList();
  }

  @Test
  void everyRowIsLabelledFromTheFirstOn() {
    Classifier model = LabelledPumps.untrained(states, STREAMS);
    LabelPredictions made = predict(SparkTest.spark(), model, Format.PARQUET, "streams");
    List<Row> rows = rows(SparkTest.spark(), "streams", "time");

    assertThat(made.labels()).isEqualTo(40 + 33 + 25).isEqualTo(rows.size());
    assertThat(made.text()).startsWith("98 rows of 3 series labelled: ");
    assertThat(rows.get(0).schema().fieldNames())
        .containsExactly("pump", "time", "label", "probability");
    int at = 0;
    for (int pump = 0; pump < 3; pump++) {
      int last = LabelledPumps.rows(pump) - 1;
      int[] read = IntStream.rangeClosed(0, last + DELAY).map(r -> Math.min(r, last)).toArray();
      List<float[]> logits = LabelledPumps.loop(model, pump, read);
      for (int row = 0; row <= last; row++) {
        assertThat(rows.get(at).getString(0)).isEqualTo(LabelledPumps.PUMPS.get(pump));
        assertThat(rows.get(at).<Timestamp>getAs("time").toInstant())
            .isEqualTo(FIRST.plus(Duration.ofMinutes(row)));
        requireLabel(rows.get(at++), logits.get(row + DELAY));
      }
    }
    assertThat(folder.resolve("_streams")).doesNotExist();
  }

  private static void requireLabel(Row row, float[] logits) {
    int likeliest = logits[1] > logits[0] ? 1 : 0;
    double share = 1 / (1 + Math.exp(logits[1 - likeliest] - logits[likeliest]));
    assertThat(row.<String>getAs("label")).isEqualTo(states.classes().get(likeliest));
    assertThat(row.<Double>getAs("probability")).isCloseTo(share, within(1e-6));
  }

  @Test
  void aSeriesWithOneLabelHasOneRow() {
    Classifier model =
        LabelledPumps.untrained(kinds, new SamplingSpec(Sampling.SEQUENCES, false, 0));
    LabelPredictions made = predict(SparkTest.spark(), model, Format.PARQUET, "sequences");
    List<Row> rows = rows(SparkTest.spark(), "sequences", "to");

    assertThat(made.text()).startsWith("3 series labelled: ");
    assertThat(rows).hasSize(3);
    assertThat(rows.get(0).schema().fieldNames())
        .containsExactly("pump", "from", "to", "label", "probability");
    Row last = rows.get(2); // of pump c the last six of 25 rows are read
    assertThat(last.<Timestamp>getAs("from").toInstant())
        .isEqualTo(FIRST.plus(Duration.ofMinutes(19)));
    assertThat(last.<Timestamp>getAs("to").toInstant())
        .isEqualTo(FIRST.plus(Duration.ofMinutes(24)));
  }

  @Test
  void labelsAreWrittenAsTextWhereAskedForAndNotOverUnasked() throws IOException {
    Classifier model = LabelledPumps.zero(states, new SamplingSpec(Sampling.WINDOWED, true, 0));
    predict(SparkTest.spark(), model, Format.CSV, "text");
    try (Stream<Path> files = Files.list(folder.resolve("text"))) {
      Path part = files.filter(file -> file.toString().endsWith(".csv")).findFirst().orElseThrow();
      assertThat(Files.readAllLines(part))
          .startsWith("pump,time,label,probability", "a,2024-05-01T10:00:00.000Z,low,0.5");
    }
    assertThatThrownBy(() -> predict(SparkTest.spark(), model, Format.CSV, "text"))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("--overwrite");
  }

  @Test
  void everyClusterWritesTheSameLabels() {
    Classifier model =
        LabelledPumps.untrained(states, new SamplingSpec(Sampling.WINDOWED, true, 0));
    List<Row> one = SparkTest.on("local[1]", Map.of(), spark -> labelled(spark, model, "one"));
    List<Row> two =
        SparkTest.on(
            "local[2]",
            Map.of("spark.sql.shuffle.partitions", "5"),
            spark -> labelled(spark, model, "two"));
    assertThat(two).hasSize(98).isEqualTo(one);
  }

  private static List<Row> labelled(SparkSession spark, Classifier model, String name) {
    predict(spark, model, Format.PARQUET, name);
    return rows(spark, name, "time");
  }

  @Test
  void aTableThatCannotBeReadIsRefusedAndLeavesNothing() {
    Classifier model = LabelledPumps.untrained(states, STREAMS);
    DataSpec lost = LabelledPumps.spec(folder.resolve("lost.csv"), Optional.empty());
    assertThatThrownBy(
            () ->
                new LabelPredictor(lost, model, Format.CSV)
                    .run(SparkTest.spark(), folder.resolve("lost").toString(), false))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("lost.csv");
    assertThat(folder.resolve("_lost")).doesNotExist();
  }
}
