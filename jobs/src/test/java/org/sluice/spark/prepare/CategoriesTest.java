package org.sluice.spark.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.engine.base.SluiceException;
import org.sluice.spark.SparkTest;
import org.sluice.spark.shard.Scaling;

/** Columns whose values are names. */
final class CategoriesTest {
  private static final String WIDE = "\uFF21"; // before the next one by code points alone
  private static final String BEYOND = "\uD83D\uDE00";

  @TempDir Path folder;

  /** Of pumps a and b: rows 0 to 7 each; train is 0 to 3, validation 4 and 5, test 6 and 7. */
  private Path table() {
    List<String> of = List.of("", "on", BEYOND, WIDE, "on", "later", "", "new");
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < 8; row++) {
      lines.add("a," + Specs.time(row) + ",1,2, " + of.get(row) + " ,7");
      lines.add("b," + Specs.time(row) + ",1,2,,8");
    }
    lines.remove(13); // b's row 6
    return Specs.file(folder.resolve("table.csv"), "pump,time,load,heat,mode,site", lines);
  }

  private PreparedDataSet run(DataSpec spec) {
    return Prepare.run(SparkTest.spark(), spec, folder.resolve("prepared").toString(), false);
  }

  @Test
  void namesBecomeTheirPlacesAmongTheKindsOfTheTrainingSpan() {
    PreparedDataSet data = run(Specs.pumps(table()).naming("mode", "pump", "site"));

    TableInfo info = data.table();
    assertThat(info.columns()).containsExactly("load", "heat", "mode", "pump", "site");
    assertThat(info.features()).isEqualTo(5);
    assertThat(info.categories())
        .containsExactly(
            new Category("mode", List.of("on", WIDE, BEYOND), Map.of("validation", 1L, "test", 1L)),
            new Category("pump", List.of("a", "b"), Map.of()),
            new Category("site", List.of("7", "8"), Map.of()));
    assertThat(Cells.of(data))
        .contains(
            "train 0 0: 1.0 2.0 - 1.0 1.0",
            "train 0 1: 1.0 2.0 1.0 1.0 1.0",
            "train 0 2: 1.0 2.0 3.0 1.0 1.0",
            "train 0 3: 1.0 2.0 2.0 1.0 1.0",
            "validation 0 5: 1.0 2.0 0.0 1.0 1.0",
            "test 0 6: 1.0 2.0 - 1.0 1.0",
            "test 1 6: - - - - -",
            "test 1 7: 1.0 2.0 - 2.0 2.0");
    assertThat(Summary.of(data).lines())
        .contains(
            "mode: 3 kinds, most frequent on, %s, %s; missing 62.50 %%; in test 1 unknown; in validation 1 unknown"
                .formatted(WIDE, BEYOND),
            "pump: 2 kinds, most frequent a, b; missing 0.00 %")
        .noneMatch(line -> line.startsWith("  pump"));
  }

  @Test
  void noScalerTouchesThemAndTheLastOneStandsForWhatIsMissing() {
    ScaleSpec robust =
        new ScaleSpec(ScaleSpec.Kind.ROBUST, List.of(), Optional.empty(), List.of("pump"));
    MissingSpec mean = new MissingSpec(Fill.MEAN, List.of(), List.of());
    PreparedDataSet data = run(Specs.pumps(table()).withMissing(mean).naming(robust, "site"));

    Scaling scaling = Scaling.of(data.table());
    assertThat(data.table().scaler(2)).isEqualTo(ColumnScaler.NONE);
    assertThat(scaling.constant()).containsExactly(true, true, false);
    List<Row> groups =
        SparkTest.spark()
            .read()
            .parquet(folder.resolve("prepared/scalers").toString())
            .select("center", "divisor", "fill")
            .collectAsList();
    assertThat(groups)
        .hasSize(2)
        .allSatisfy(
            group -> {
              assertThat(group.<Double>getList(0).get(2)).isZero();
              assertThat(group.<Double>getList(1).get(2)).isEqualTo(1);
              assertThat(group.<Float>getList(2).get(2)).isZero();
            });
  }

  @Test
  void onlySeriesOfTheTrainingSpanSayWhatKindsThereAre() {
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < 3; row++) {
      lines.add("a," + Specs.time(row) + ",1,2,x,train");
      lines.add("b," + Specs.time(row) + ",1,2,y,validation");
      lines.add("c," + Specs.time(row) + ",1,2,x,test");
    }
    Path table = Specs.file(folder.resolve("t.csv"), "pump,time,load,heat,mode,part", lines);

    Specs specs = Specs.pumps(table).withSplit(Specs.byColumn("part"));

    assertThat(run(specs.naming("mode")).table().categories())
        .containsExactly(new Category("mode", List.of("x"), Map.of("validation", 3L)));
  }

  @Test
  void aColumnWithoutNamesOrWithTooManyIsRefused() {
    Dataset<Row> many =
        SparkTest.spark().range(KindsFit.MOST + 1).selectExpr("array(string(id)) names");
    Path table =
        Specs.file(
            folder.resolve("none.csv"),
            "pump,time,load,heat,none",
            IntStream.range(0, 8).mapToObj(i -> "a," + Specs.time(i) + ",1,2,").toList());

    assertThatThrownBy(() -> KindsFit.of(many, "data.categories", List.of("mode")))
        .isInstanceOf(SluiceException.class)
        .hasMessage(
            "data.categories names the column mode, which has more than 10000 kinds of values in the"
                + " training span; leave it out, or make them fewer with a data.source.query");
    assertThatThrownBy(() -> run(Specs.pumps(table).naming("none")))
        .isInstanceOf(SluiceException.class)
        .hasMessage(
            "data.categories names the column none, which has no value in the training span; leave"
                + " it out or change data.split");
  }

  @Test
  void amountsAreNoNames() {
    String parquet = folder.resolve("typed").toString();
    SparkTest.spark()
        .range(9)
        .selectExpr(
            "'a' pump", "timestamp_seconds(900 * id) time", "id load", "id heat", "0.5d mode")
        .write()
        .parquet(parquet);
    Specs specs =
        Specs.pumps(Path.of("none")).withSource(new SourceSpec("parquet", parquet, Map.of()));

    assertThatThrownBy(() -> run(specs.naming("mode")))
        .isInstanceOf(SluiceException.class)
        .hasMessage(
            "data.categories names the column mode, which has type double; expected text, whole"
                + " numbers or true and false");
  }
}
