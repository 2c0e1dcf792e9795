package org.sluice.spark.prepare;

import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Draws.Purpose;
import org.sluice.engine.base.SluiceException;
import org.sluice.spark.SparkTest;
import org.sluice.spark.prepare.ScaleSpec.Kind;

/** Scalers of groups of series: what preparing a group alone finds for all its series. */
final class GroupFitTest {
  private static final int ROWS = 2500; // more than a chunk; half of them training

  @TempDir Path folder;

  /** Two pumps at site a, one at site b, one at site c that begins behind the training span. */
  private Specs table(String name, String... sites) {
    List<String> lines = new ArrayList<>();
    for (String pump : List.of("a,1", "a,2", "b,1", "c,1")) {
      if (List.of(sites).contains(pump.substring(0, 1))) {
        Draws draws = Draws.of(7, Purpose.SAMPLE).at(pump.hashCode());
        for (int row = pump.startsWith("c") ? ROWS / 2 : 0; row < ROWS; row++) {
          double load = pump.charAt(2) * Math.pow(draws.uniform(2L * row), 3);
          String heat = row % 9 == 0 ? "" : "" + (pump.charAt(0) + draws.uniform(2L * row + 1));
          lines.add(pump + "," + Specs.time(row) + "," + load + "," + heat);
        }
      }
    }
    Path file = folder.resolve(name + ".csv");
    Specs.file(file, "site,pump,time,load,heat", lines);
    return Specs.pumps(file)
        .withKey("site", "pump")
        .withSplit(Specs.dates(Specs.time(ROWS / 2), Specs.time(ROWS * 3L / 4), null));
  }

  private static ScaleSpec scale(String... by) {
    return new ScaleSpec(
        Kind.STANDARD, List.of("load"), Optional.of(Map.of("load", "robust")), List.of(by));
  }

  private PreparedDataSet prepare(SparkSession spark, Specs specs, ScaleSpec scale, String name) {
    return Prepare.run(spark, specs.spec(scale), folder.resolve(name).toString(), false);
  }

  private static Map<String, List<ColumnScaler>> scalers(PreparedDataSet data) {
    Map<String, List<ColumnScaler>> scalers = new TreeMap<>();
    Dataset<Row> rows = data.series().sparkSession().read().parquet(data.folder() + "/scalers");
    for (Row row : rows.select("key", "center", "divisor", "fill").collectAsList()) {
      List<ColumnScaler> columns = new ArrayList<>();
      for (int c = 0; c < 2; c++) {
        double center = row.<Double>getList(1).get(c);
        double divisor = row.<Double>getList(2).get(c);
        columns.add(new ColumnScaler(c == 0, center, divisor, row.<Float>getList(3).get(c)));
      }
      scalers.put(String.join(" ", row.<String>getList(0)), columns);
    }
    return scalers;
  }

  @Test
  void aGroupIsScaledAsItWouldBeAloneWhateverTheCluster() {
    Specs specs = table("all", "a", "b", "c");
    PreparedDataSet data = prepare(SparkTest.spark(), specs, scale("site"), "one");
    Map<String, List<ColumnScaler>> scalers = scalers(data);
    TableInfo info = data.table();
    String checksum = info.scaleBy().checksum();
    assertThat(checksum).matches("[0-9a-f]{32}");
    assertThat(info.scaleBy()).isEqualTo(new TableInfo.ScaleBy(List.of("site"), 2, 1, checksum));
    assertThat(scalers.keySet()).containsExactly("a", "b");
    for (String site : scalers.keySet()) {
      PreparedDataSet alone = prepare(SparkTest.spark(), table(site, site), scale(), site);
      assertThat(scalers.get(site)).isEqualTo(alone.table().scalers());
      assertThat(info.scalers()).isNotEqualTo(alone.table().scalers());
    }
    assertThat(PreparedDataSet.open(SparkTest.spark(), data.folder()).info()).isEqualTo(info);
    assertThat(Summary.of(data))
        .contains("scaled by site: 2 have scalers of their own, 1 without training rows");

    PreparedDataSet seven =
        SparkTest.on(
            "local[3]",
            Map.of("spark.sql.shuffle.partitions", "7"),
            spark -> prepare(spark, specs, scale("site"), "seven"));
    assertThat(seven.table().scaleBy()).isEqualTo(info.scaleBy());
  }

  @Test
  void scalersThatAreDamagedOrMissingAreRefusedByName() throws IOException {
    PreparedDataSet data =
        prepare(SparkTest.spark(), table("all", "a", "b"), scale("site"), "data");
    TableInfo info = data.table();
    Path changed = folder.resolve("changed");
    SparkTest.spark()
        .read()
        .parquet(data.folder() + "/scalers")
        .withColumn("fill", expr("transform(fill, x -> x + cast(1 as float))"))
        .write()
        .parquet(changed.resolve("scalers").toString());

    requireIntact(info, Path.of(data.folder()));
    assertThatThrownBy(() -> requireIntact(info, changed))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("changed/scalers, the scalers of data.scale.by, is damaged: 2 groups")
        .hasMessageContaining("instead of 2 with " + info.scaleBy().checksum());
    requireIntact(withoutChecksum(info), changed);
    try (Stream<Path> files = Files.list(changed.resolve("scalers"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".parquet")).toList()) {
        Files.write(file, new byte[100]);
      }
    }
    assertThatThrownBy(() -> requireIntact(info, changed))
        .hasMessageContaining(
            "changed/scalers, the scalers of data.scale.by, is missing or damaged");
    assertThatThrownBy(() -> requireIntact(info, folder.resolve("nowhere")))
        .hasMessageContaining(
            "nowhere/scalers, the scalers of data.scale.by, is missing or damaged");
  }

  private static void requireIntact(TableInfo info, Path folder) {
    GroupScalers.requireIntact(SparkTest.spark(), info, folder.toString());
  }

  /** As an older build wrote it. */
  private static TableInfo withoutChecksum(TableInfo info) throws IOException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode tree = json.valueToTree(info);
    ((ObjectNode) tree.get("scaleBy")).remove("checksum");
    return json.treeToValue(tree, TableInfo.class);
  }

  @Test
  void aColumnThatIsNotInTheKeyIsRefused() {
    assertThatThrownBy(() -> Specs.pumps(folder).spec(scale("site")))
        .isInstanceOf(SluiceException.class)
        .hasMessage("data.scale.by names the column site, which is not in data.key (pump)");
  }
}
