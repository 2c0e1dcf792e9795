package org.sluice.spark.prepare;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
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

  private GroupScalers() {}

  /**
   * {@code rows} with {@code center}, {@code divisor} and {@code fill} of the group that each one's
   * {@code key} is of; null where the group has none. Rows keep their order and partitions.
   *
   * @param folder the data set's or the model's
   */
  public static Dataset<Row> joined(Dataset<Row> rows, TableInfo info, String folder) {
    Dataset<Row> scalers =
        rows.sparkSession()
            .read()
            .schema(COLUMNS)
            .parquet(path(folder).toString())
            .withColumnRenamed("key", "group");
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

  /** Puts a data set's scalers into a model's folder; without them, takes old ones away. */
  public static void copy(DataSetInfo info, String data, String model, Configuration hadoop) {
    Path from = path(data);
    Path to = path(model);
    try {
      FileSystem files = to.getFileSystem(hadoop);
      files.delete(to, true);
      if (info instanceof TableInfo table && table.scaleBy() != null) {
        FileUtil.copy(from.getFileSystem(hadoop), from, files, to, false, hadoop);
      }
    } catch (IOException e) {
      throw new SluiceException(from + " cannot be copied to " + to + ": " + e.getMessage(), e);
    }
  }

  private static Path path(String folder) {
    return new Path(folder, Folder.SCALERS);
  }
}
