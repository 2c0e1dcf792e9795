package org.sluice.spark.score;

import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.sluice.engine.base.Require;
import org.sluice.engine.base.SluiceException;

/** A folder of predictions, on any Hadoop path. */
record PredictionFiles(String folder, PredictSpec.Format format) {

  /**
   * @throws SluiceException if the folder is there and must not be replaced
   */
  void requireFree(SparkSession spark, boolean overwrite) {
    try {
      Path path = new Path(folder);
      boolean there = path.getFileSystem(spark.sparkContext().hadoopConfiguration()).exists(path);
      Require.that(
          overwrite || !there, "%s exists already; give --overwrite to replace it", folder);
    } catch (IOException e) {
      throw new SluiceException("output " + folder + " cannot be used: " + e.getMessage(), e);
    }
  }

  /**
   * Replaces what is there.
   *
   * @param zone whose clock times are written by, where they are text
   */
  void save(Dataset<Row> predictions, String zone) {
    var writer = predictions.write().mode(SaveMode.Overwrite);
    switch (format) {
      case PARQUET -> writer.parquet(folder);
      case CSV -> writer.option("header", "true").option("timeZone", zone).csv(folder);
    }
  }
}
