package org.sluice.spark.prepare;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.sluice.spark.SparkTest;

/**
 * How long a table of Parquet takes to be prepared in {@code local[2]}, beside Spark SQL reading,
 * sorting and writing the same rows. Arguments: rows, series they belong to, how often both are
 * timed, and a folder to work in, which keeps the table for the next time; then {@code sort} or
 * {@code prepare} if only that is to be timed, so that it alone starts Spark SQL.
 */
final class PrepareBenchmark {
  private static final long MINUTE = 60;

  private final SparkSession spark;
  private final Path folder;
  private final String table;
  private final long rows;

  private PrepareBenchmark(SparkSession spark, Path folder, long rows, long series) {
    this.spark = spark;
    this.folder = folder;
    this.rows = rows;
    table = folder.resolve("table-" + rows + "-" + series).toString();
    if (!Files.exists(Path.of(table, "_SUCCESS"))) {
      write(series);
    }
  }

  public static void main(String[] args) {
    SparkTest.on(
        "local[2]",
        Map.of("spark.sql.shuffle.partitions", "16"),
        spark -> {
          PrepareBenchmark benchmark =
              new PrepareBenchmark(
                  spark, Path.of(args[3]), Long.parseLong(args[0]), Long.parseLong(args[1]));
          for (int i = 0; i < Integer.parseInt(args[2]); i++) {
            benchmark.run(args.length > 4 ? args[4] : "both");
          }
          return null;
        });
  }

  /**
   * Four columns of numbers, one in sixteen missing, the rows of a series far apart in the files.
   */
  private void write(long series) {
    spark
        .range(0, rows, 1, 8)
        .select(
            expr("concat('s', id % " + series + ")").as("key"),
            expr("timestamp_seconds(" + MINUTE + " * (id div " + series + "))").as("time"),
            expr("cast(if(hash(id, 1) % 16 = 0, null, hash(id, 2) / 1e6) as float)").as("a"),
            expr("cast(hash(id, 3) / 1e6 as float)").as("b"),
            expr("cast(hash(id, 4) / 1e6 as float)").as("c"),
            expr("cast(hash(id, 5) / 1e6 as float)").as("d"))
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(table);
  }

  private void run(String what) {
    if (what.equals("both")) {
      both();
    } else {
      Cost alone = cost(what.equals("sort") ? this::sort : this::prepare);
      System.out.printf(
          "%,d rows: %s alone %.1f s (processor %.1f s)%n",
          rows, what, alone.wall, alone.processor);
    }
  }

  private void both() {
    Cost plain = cost(this::sort);
    Cost prepared = cost(this::prepare);
    System.out.printf(
        "%,d rows: read, sort and write %.1f s (processor %.1f s);"
            + " prepare %.1f s (%.1f s), %.2f (%.2f) times that, %.2f (%.2f) us a row%n",
        rows,
        plain.wall,
        plain.processor,
        prepared.wall,
        prepared.processor,
        prepared.wall / plain.wall,
        prepared.processor / plain.processor,
        1e6 * prepared.wall / rows,
        1e6 * prepared.processor / rows);
  }

  /** Seconds by the clock, and of processors: the latter hardly feel who else is computing. */
  private record Cost(double wall, double processor) {}

  private static Cost cost(Runnable work) {
    OperatingSystemMXBean process =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long start = System.nanoTime();
    long used = process.getProcessCpuTime();
    work.run();
    return new Cost((System.nanoTime() - start) / 1e9, (process.getProcessCpuTime() - used) / 1e9);
  }

  private void sort() {
    spark
        .read()
        .parquet(table)
        .orderBy(col("key"), col("time"))
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(folder.resolve("sorted").toString());
  }

  private void prepare() {
    Specs specs =
        Specs.pumps(Path.of(table))
            .withSource(new SourceSpec("parquet", table, Map.of()))
            .withKey("key")
            .withTime(new TimeSpec("time", Optional.empty(), "UTC", Duration.ofSeconds(MINUTE)))
            .withFeatures("a", "b", "c", "d")
            .withTargets("a");
    Prepare.run(spark, specs.spec(), folder.resolve("prepared").toString(), true);
  }
}
