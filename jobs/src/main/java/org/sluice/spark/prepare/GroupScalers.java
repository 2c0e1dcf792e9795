package org.sluice.spark.prepare;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.bit_xor;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkException;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sluice.engine.base.Require;
import org.sluice.engine.base.SluiceException;

/**
 * The table {@code scalers/}, in a prepared data set and in a model made of it: {@code key
 * array<string>, center array<double>, divisor array<double>, fill array<float>}, a row for each
 * group of series that has rows in the training span.
 */
public final class GroupScalers {
  private static final StructType COLUMNS =
      new StructType()
          .add("key", DataTypes.createArrayType(DataTypes.StringType, false))
          .add("center", DataTypes.createArrayType(DataTypes.DoubleType, false))
          .add("divisor", DataTypes.createArrayType(DataTypes.DoubleType, false))
          .add("fill", DataTypes.createArrayType(DataTypes.FloatType, false));

  /** What a table holds, however its rows are spread over files. */
  record Contents(long groups, String checksum) {}

  private GroupScalers() {}

  static Contents contents(SparkSession spark, String folder) {
    Row row = table(spark, folder).agg(count(lit(1)), joinedHashes(0), joinedHashes(1)).first();
    return new Contents(
        row.getLong(0), String.format("%016x%016x", row.getLong(1), row.getLong(2)));
  }

  private static Column joinedHashes(long seed) {
    Column row = xxhash64(lit(seed), col("key"), col("center"), col("divisor"), col("fill"));
    return coalesce(bit_xor(row), lit(0L));
  }

  /**
   * Refuses a table that is not the one {@code info} was written with.
   *
   * @param folder the data set's or the model's
   */
  public static void requireIntact(SparkSession spark, TableInfo info, String folder) {
    TableInfo.ScaleBy written = info.scaleBy();
    String remedy = "copy the folder again, or prepare or train anew with --overwrite";
    Contents found;
    try {
      found = contents(spark, folder);
    } catch (Exception e) { // Spark throws checked ones undeclared
      if (e instanceof AnalysisException || e instanceof SparkException) {
        throw new SluiceException(
            path(folder) + ", the scalers of data.scale.by, is missing or damaged; " + remedy, e);
      }
      throw e;
    }
    Require.that(
        found.groups() == written.groups()
            && (written.checksum() == null || found.checksum().equals(written.checksum())),
        "%s, the scalers of data.scale.by, is damaged: %d groups with checksum %s instead of %d with"
            + " %s; %s",
        path(folder),
        found.groups(),
        found.checksum(),
        written.groups(),
        written.checksum(),
        remedy);
  }

  /**
   * {@code rows} with {@code center}, {@code divisor} and {@code fill} of the group that each one's
   * {@code key} is of; null where the group has none. Rows keep their order and partitions.
   *
   * @param folder the data set's or the model's
   */
  public static Dataset<Row> joined(Dataset<Row> rows, TableInfo info, String folder) {
    Dataset<Row> scalers = table(rows.sparkSession(), folder).withColumnRenamed("key", "group");
    return rows.join(
            broadcast(scalers),
            of(info.key(), info.scaleBy().columns()).equalTo(col("group")),
            "left")
        .drop("group");
  }

  /** What {@code columns} of the key say. */
  static Column of(List<String> key, List<String> columns) {
    return array(
        columns.stream().map(name -> col("key").getItem(key.indexOf(name))).toArray(Column[]::new));
  }

  /**
   * Puts the scalers of {@code info} into a model's folder; without them, takes old ones away.
   *
   * @param folder where they lie; it may be the model's own
   */
  public static void copy(DataSetInfo info, String folder, String model, Configuration hadoop) {
    Path to = path(model);
    try {
      FileSystem files = to.getFileSystem(hadoop);
      if (!(info instanceof TableInfo table) || table.scaleBy() == null) {
        files.delete(to, true);
        return;
      }
      Path from = path(folder);
      FileSystem source = from.getFileSystem(hadoop);
      if (!source.makeQualified(from).equals(files.makeQualified(to))) {
        files.delete(to, true);
        FileUtil.copy(source, from, files, to, false, hadoop);
      }
    } catch (IOException e) {
      throw new SluiceException(to + " cannot be written: " + e.getMessage(), e);
    }
  }

  private static Dataset<Row> table(SparkSession spark, String folder) {
    return spark.read().schema(COLUMNS).parquet(path(folder).toString());
  }

  private static Path path(String folder) {
    return new Path(folder, Folder.SCALERS);
  }
}
