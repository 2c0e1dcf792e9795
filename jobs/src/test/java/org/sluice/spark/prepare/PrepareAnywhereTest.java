package org.sluice.spark.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import com.holdenkarau.spark.testing.JavaDatasetSuiteBase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.spark.SparkTest;

/** The data set is the table's, whatever read it and cut it. */
final class PrepareAnywhereTest {
  @TempDir Path folder;

  /** Two long series and a short one, shuffled, with gaps, missing values and duplicates. */
  private static List<String> rows() {
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 6000; i++) {
      int row = (int) (i * 2_654_435_761L % 6000);
      String pump = row % 100 == 0 ? "c" : row % 2 == 0 ? "b" : "a";
      long time = row / 2 + (row > 3000 ? 1500 : 0);
      String mode = row % 9 == 0 ? "" : "m" + row % 5 * (row % 3);
      String load = row % 7 == 0 ? "" : Double.toString(Math.scalb(row * 0.1, row % 40));
      rows.add(pump + "," + Specs.time(time) + "," + load + "," + row % 13 + "," + mode);
      if (row % 50 == 1) {
        rows.add(pump + "," + Specs.time(time) + "," + load + "," + row % 11 + "," + mode);
      }
    }
    return rows;
  }

  private Path table(List<String> rows) {
    return Specs.file(folder.resolve("table.csv"), "pump,time,load,heat,mode", rows);
  }

  /** The chunks in order and the manifest, all as text. */
  private List<String> prepared(SparkSession spark, Specs specs, String name) {
    Path target = folder.resolve(name);
    PreparedDataSet data =
        Prepare.run(spark, specs.naming("mode", "pump"), target.toString(), false);
    List<String> texts = new ArrayList<>();
    data.chunks().orderBy("series", "start").collectAsList().forEach(c -> texts.add(c.toString()));
    data.series().orderBy("series").collectAsList().forEach(s -> texts.add(s.toString()));
    try {
      texts.add(Files.readString(target.resolve("dataset.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return texts;
  }

  @Test
  void coresAndPartitionsLeaveNoTrace() {
    Specs specs = Specs.pumps(table(rows()));
    Map<String, String> onePartition = Map.of("spark.sql.shuffle.partitions", "1");
    Map<String, String> many =
        Map.of(
            "spark.sql.shuffle.partitions", "7",
            "spark.sql.adaptive.enabled", "false",
            "spark.sql.files.maxPartitionBytes", "20000");

    List<String> alone =
        SparkTest.on("local[1]", onePartition, spark -> prepared(spark, specs, "alone"));
    List<String> together = SparkTest.on("local[2]", many, spark -> prepared(spark, specs, "many"));

    assertThat(alone).hasSizeGreaterThan(12).isEqualTo(together);
  }

  @Test
  void aTypedTableGivesTheChunksOfItsText() {
    SparkSession spark = SparkTest.spark();
    Specs text = Specs.pumps(table(rows().subList(0, 500)));
    String parquet = folder.resolve("typed").toString();
    spark
        .read()
        .option("header", "true")
        .csv(text.path())
        .selectExpr(
            "pump",
            "to_timestamp(concat(time, ' Z'), 'yyyy-MM-dd HH:mm X') at",
            "cast(load as double) load",
            "cast(heat as int) heat",
            "cast(substr(mode, 2) as int) mode")
        .write()
        .parquet(parquet);
    Specs typed =
        text.withSource(new SourceSpec("parquet", parquet, Map.of()))
            .withTime(new TimeSpec("at", Optional.empty(), "UTC", Duration.ofMinutes(15)));

    Dataset<Row> ofText = chunks(spark, text, "text");
    Dataset<Row> ofTyped = chunks(spark, typed, "parquet");

    assertThat(ofText.count()).isGreaterThan(5);
    new Comparison(spark).assertDataFrameNoOrderEquals(ofText, ofTyped);
  }

  private Dataset<Row> chunks(SparkSession spark, Specs specs, String name) {
    String target = folder.resolve(name + "-prepared").toString();
    return Prepare.run(spark, specs.naming("mode", "pump"), target, false).chunks();
  }

  /** The comparisons of spark-testing-base, on our session. */
  private static final class Comparison extends JavaDatasetSuiteBase {
    private final transient SparkSession spark;

    Comparison(SparkSession spark) {
      this.spark = spark;
    }

    @Override
    public boolean enableHiveSupport() {
      return false;
    }

    @Override
    public SparkContext sc() {
      return spark.sparkContext();
    }

    @Override
    public SparkSession spark() {
      return spark;
    }
  }
}
