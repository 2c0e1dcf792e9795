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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.metrics.Confusion;
import org.sluice.engine.network.CategorySpec;
import org.sluice.engine.network.CellKind;
import org.sluice.engine.network.LayerSpec;
import org.sluice.engine.network.Network;
import org.sluice.engine.network.NetworkSpec;
import org.sluice.spark.SparkTest;
import org.sluice.spark.prepare.DataSetInfo;
import org.sluice.spark.prepare.DataSpec;
import org.sluice.spark.prepare.LabelSpec;
import org.sluice.spark.prepare.LabelSpec.Per;
import org.sluice.spark.prepare.Prepare;
import org.sluice.spark.prepare.PreparedDataSet;
import org.sluice.spark.prepare.ScaleSpec;
import org.sluice.spark.prepare.TableInfo;
import org.sluice.spark.score.PredictSpec.Format;
import org.sluice.spark.shard.Preprocessing;
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

  /** Names, scalers of each pump's own and computed features all have to arrive alike. */
  @ParameterizedTest
  @EnumSource(
      value = Sampling.class,
      names = {"STATEFUL", "SEQUENCES"})
  void whatIsWrittenOfTheTestSpanAloneIsWhatWasMeasured(Sampling kind) throws IOException {
    Path labelled = folder.resolve("labelled.csv");
    Path model = folder.resolve("rich-" + kind);
    PreparedDataSet data =
        Prepare.run(
            SparkTest.spark(),
            rich(labelled, LabelledPumps.label("state", Per.STEP)),
            model.toString(),
            false);
    Classifier classifier = rich(data, new SamplingSpec(kind, true, 0));
    ClassEvaluation evaluation = new ClassEvaluator(data, classifier).run(SparkTest.spark());

    Path rows = folder.resolve("test-" + kind + ".csv");
    Files.write(rows, Files.readAllLines(labelled).stream().filter(this::isOfTheTestSpan).toList());
    String name = "rich-labels-" + kind;
    LabelPredictions made =
        new LabelPredictor(rich(rows, Optional.empty()), classifier, Format.PARQUET)
            .run(SparkTest.spark(), folder.resolve(name).toString(), false);
    assertThat(made.scaledAsAll()).isZero();
    Confusion confusion = new Confusion(2);
    for (Row row : rows(SparkTest.spark(), name, "time")) {
      int minute =
          (int) Duration.between(FIRST, row.<Timestamp>getAs("time").toInstant()).toMinutes();
      int actual = states.classes().indexOf(LabelledPumps.state(minute));
      if (actual >= 0) {
        int said = states.classes().indexOf(row.<String>getAs("label"));
        double probability = row.getAs("probability");
        confusion.add(actual, said, -Math.log(said == actual ? probability : 1 - probability));
      }
    }
    assertThat(confusion.count()).isEqualTo(evaluation.labels());
    ClassEvaluation.Figures figures = evaluation.methods().get(ClassEvaluation.Method.MODEL);
    assertThat(confusion.accuracy()).isEqualTo(figures.accuracy());
    assertThat(confusion.macroF1()).isEqualTo(figures.macroF1());
    assertThat(confusion.meanNats()).isCloseTo(figures.nats(), within(1e-6));
  }

  private boolean isOfTheTestSpan(String line) {
    return line.startsWith("pump") || line.compareTo(line.charAt(0) + ",2024-05-01 10:30") >= 0;
  }

  private static DataSpec rich(Path table, Optional<LabelSpec> label) {
    DataSpec plain = LabelledPumps.spec(table, label);
    return new DataSpec(
        plain.source(),
        plain.longForm(),
        plain.key(),
        plain.time(),
        plain.features(),
        List.of("kind"),
        plain.knownAhead(),
        plain.holidays(),
        List.of("hour"),
        plain.targets(),
        label,
        plain.split(),
        new ScaleSpec(ScaleSpec.Kind.STANDARD, List.of(), Optional.empty(), List.of("pump")),
        plain.missing(),
        plain.badRows(),
        false);
  }

  /** Untrained. */
  private static Classifier rich(PreparedDataSet data, SamplingSpec sampling) {
    TableInfo info = data.table();
    NetworkSpec network =
        new NetworkSpec(info.features(), List.of(new LayerSpec(CellKind.GRU, 5)), 2)
            .with(List.of(new CategorySpec(info.categories().get(0).kinds().size() + 1, 2)));
    return new Classifier(
        network,
        Network.of(network).initialise(5),
        new Preprocessing(info, LabelledPumps.WINDOW, 0, false, sampling),
        data.folder());
  }
}
