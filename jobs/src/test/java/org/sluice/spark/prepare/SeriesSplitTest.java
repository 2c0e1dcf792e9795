package org.sluice.spark.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.data.Segment;
import org.sluice.engine.data.WindowSpec;
import org.sluice.spark.SparkTest;
import org.sluice.spark.prepare.SeriesSplit.By;
import org.sluice.spark.shard.Scaling;
import org.sluice.spark.shard.Scalings;
import org.sluice.spark.shard.ShardPlan;
import org.sluice.spark.shard.Shards;
import org.sluice.spark.shard.Span;

/** Splits that give whole series to a span each. */
final class SeriesSplitTest {
  private static final int PUMPS = 10;
  private static final int ROWS = 6;

  @TempDir Path folder;

  private static SplitSpec byKey(long seed, String... together) {
    SplitSpec fractions = SplitSpec.fractions(0.6, 0.2, 0.2);
    return with(fractions, new SeriesSplit(By.KEY, List.of(together), seed, Optional.empty()));
  }

  private static SplitSpec with(SplitSpec split, SeriesSplit series) {
    return new SplitSpec(
        split.train(),
        split.validation(),
        split.test(),
        split.validationFrom(),
        split.testFrom(),
        split.until(),
        split.gap(),
        split.fold(),
        split.folds(),
        series);
  }

  /** Pump p's load is p; two pumps to a site. Pump 0 has a hole of hours. */
  private Specs pumps(String parts) {
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      for (int pump = 0; pump < PUMPS; pump++) {
        String part = parts.isEmpty() ? "" : List.of(parts.split(",")).get(pump);
        String time = Specs.time(pump == 0 && row > 2 ? row + 100 : row);
        lines.add("p%d,%s,%d,%d,s%d,%s".formatted(pump, time, pump, row, pump / 2, part));
      }
    }
    Path table = folder.resolve("table.csv");
    Specs.file(table, "pump,time,load,heat,site,part", lines);
    return Specs.pumps(table).withKey("site", "pump");
  }

  private PreparedDataSet prepare(Specs specs, String name) {
    return prepare(SparkTest.spark(), specs, name);
  }

  private PreparedDataSet prepare(SparkSession spark, Specs specs, String name) {
    return Prepare.run(spark, specs.spec(), folder.resolve(name).toString(), false);
  }

  /** The span of each pump's pieces; its chunks must all be there and nowhere else. */
  private static Map<String, String> spans(PreparedDataSet data) {
    Map<Integer, String> ofSeries = new TreeMap<>();
    Map<String, String> ofPumps = new TreeMap<>();
    for (Row row : data.series().collectAsList()) {
      ofSeries.put(row.getInt(0), row.getAs("split"));
      ofPumps.merge(
          row.<String>getList(1).get(1),
          row.getAs("split"),
          (one, other) -> one.equals(other) ? one : "parted");
    }
    for (Row row : data.chunks().collectAsList()) {
      assertThat(row.getString(0)).isEqualTo(ofSeries.get(row.getInt(1)));
    }
    return ofPumps;
  }

  private static Map<String, Long> sizes(Map<String, String> spans) {
    return spans.values().stream()
        .collect(Collectors.groupingBy(span -> span, Collectors.counting()));
  }

  @Test
  void fractionsOfTheKeysAreDrawnBySeedWhateverTheCluster() {
    Specs specs = pumps("").withSplit(byKey(1));
    PreparedDataSet data = prepare(specs, "one");
    Map<String, String> spans = spans(data);
    assertThat(sizes(spans)).isEqualTo(Map.of("train", 6L, "validation", 2L, "test", 2L));
    assertThat(data.info().spans())
        .isEqualTo(new DataSetInfo.Spans(0, 0, 0, 106, 0, new DataSetInfo.SeriesCounts(6, 2, 2)));
    assertThat(PreparedDataSet.open(SparkTest.spark(), data.folder()).info())
        .isEqualTo(data.info());
    assertThat(Summary.of(data)).contains("series of train 6, validation 2, test 2");

    List<Integer> trained =
        spans.entrySet().stream()
            .filter(pump -> pump.getValue().equals("train"))
            .map(pump -> Integer.parseInt(pump.getKey().substring(1)))
            .toList();
    TableInfo.ColumnStatistics load = data.table().statistics().get(0);
    assertThat(load.observed()).isEqualTo(6L * ROWS);
    assertThat(load.missing()).isEqualTo(trained.contains(0) ? 100 : 0);
    assertThat(load.mean())
        .isEqualTo(trained.stream().mapToInt(pump -> pump).average().orElseThrow());

    Map<String, String> seven =
        SparkTest.on(
            "local[3]",
            Map.of("spark.sql.shuffle.partitions", "7"),
            spark -> spans(prepare(spark, specs, "seven")));
    assertThat(seven).isEqualTo(spans);
  }

  @Test
  void seriesThatShareTheKeyColumnsStayTogether() {
    Map<String, String> spans = spans(prepare(pumps("").withSplit(byKey(1, "site")), "sites"));
    assertThat(sizes(spans)).isEqualTo(Map.of("train", 6L, "validation", 2L, "test", 2L));
    for (int pump = 0; pump < PUMPS; pump += 2) {
      assertThat(spans.get("p" + pump)).isEqualTo(spans.get("p" + (pump + 1)));
    }
  }

  @Test
  void aColumnSaysTheSpanOfEachSeriesAndOfAllItsPieces() {
    RowRules gaps =
        new RowRules(
            Optional.empty(),
            RowRules.Duplicates.FIRST,
            Optional.empty(),
            Optional.of(Duration.ofHours(5)));
    Specs specs =
        pumps("test,train,train,validation,TRAIN ,test,train,train,train,train")
            .withRules(gaps)
            .withSplit(Specs.byColumn("part"));
    PreparedDataSet data = prepare(specs, "parts");
    Map<String, String> spans = spans(data);
    assertThat(spans).containsEntry("p0", "test").containsEntry("p3", "validation");
    assertThat(sizes(spans)).isEqualTo(Map.of("train", 7L, "validation", 1L, "test", 2L));
    assertThat(data.info().spans().series()).isEqualTo(new DataSetInfo.SeriesCounts(7, 1, 3));
    assertThat(loadsOf(data, Span.TEST)).containsOnly(0f, 5f);
    assertThat(loadsOf(data, Span.TRAIN)).containsOnly(1f, 2f, 4f, 6f, 7f, 8f, 9f);
  }

  /** Of all rows that windows of a span read: which pumps they are of. */
  private static Set<Float> loadsOf(PreparedDataSet data, Span span) {
    WindowSpec window = new WindowSpec(2, 1, 1);
    ShardPlan plan = Shards.windowPlan(data, span, window, 5, 1, "training.window");
    Scalings plain =
        new Scalings(
            new Scaling(
                new boolean[2], new double[2], new double[] {1, 1}, new float[2], new boolean[2]));
    Set<Float> loads = new TreeSet<>();
    for (Segment segment : Shards.of(data, span, plan, plain).first().segments()) {
      for (int row = 0; row < segment.rows(); row++) {
        loads.add(segment.value(row, 0));
      }
    }
    return loads;
  }

  @Test
  void seriesThatDoNotNameOneSpanAreRefused() {
    assertRefused(
        () ->
            prepare(
                pumps("test,train,none" + ",train".repeat(7)).withSplit(Specs.byColumn("part")),
                "a"),
        "data.split.column = part must say train, validation or test in each row, but not in (site ="
            + " s1, pump = p2, time = 2024-01-01 00:00, part = none); leave out other rows with a"
            + " data.source.query");
    assertRefused(
        () ->
            prepare(
                pumps("test,train" + ",train".repeat(8))
                    .withKey("site")
                    .withSplit(Specs.byColumn("part")),
                "b"),
        "data.split.column = part says train and test in the one series (s0); a series belongs to"
            + " one span, so make it one of data.key too or mend the table");
    assertRefused(
        () -> prepare(pumps("train" + ",train".repeat(9)).withSplit(Specs.byColumn("part")), "c"),
        "data.split.column = part leaves the validation span without rows; each span needs some");
    assertRefused(
        () -> prepare(pumps("").withKey("site").withSplit(byKey(1, "pump")), "d"),
        "data.split.keyColumns names the column pump, which is not in data.key (site)");
  }

  @Test
  void settingsThatDoNotGoTogetherAreRefused() {
    SplitSpec fractions = SplitSpec.fractions(0.5, 0.25, 0.25);
    assertRefused(
        () -> with(fractions, Specs.byColumn("part").series()),
        "data.split.column (part) says the span of each series; leave out train, validation and"
            + " test");
    assertRefused(
        () -> with(Specs.dates("2024-01-01", "2024-01-02", null), byKey(1).series()),
        "data.split gives whole series to a span each; leave out validationFrom, testFrom, until,"
            + " gap and fold, which stand in time");
    assertRefused(
        () -> new SeriesSplit(By.TIME, List.of("site"), 1, Optional.empty()),
        "data.split.keyColumns is for data.split.by = key; give that too or leave it out");
    assertRefused(
        () -> pumps("").withKey().withSplit(byKey(1)).spec(),
        "data.split.by = key gives whole series to a span each, but data.key names no column that"
            + " tells them apart");
  }

  private static void assertRefused(ThrowingCallable call, String sentence) {
    assertThatThrownBy(call).isInstanceOf(SluiceException.class).hasMessage(sentence);
  }
}
