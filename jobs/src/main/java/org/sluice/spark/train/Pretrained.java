package org.sluice.spark.train;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;

import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.sluice.engine.network.Network;
import org.sluice.engine.text.Vocabulary;
import org.sluice.spark.prepare.PreparedDataSet;
import org.sluice.spark.prepare.Split;

/** Vectors from a file as the first ones of a network's embedding; others stay as drawn. */
final class Pretrained {
  private Pretrained() {}

  /** {@code fresh} with the vectors in {@code path}; the listener hears what they cover. */
  static Origin into(Origin fresh, PreparedDataSet data, String path, TrainingListener listener) {
    Vocabulary vocabulary = new Vocabulary(data.text().vocabulary());
    TokenVectors read =
        TokenVectors.read(
            path,
            data.chunks().sparkSession().sparkContext().hadoopConfiguration(),
            vocabulary,
            fresh.network().embedding().width());
    Network network = Network.of(fresh.network());
    float[] theta = fresh.theta().clone();
    read.vectors().forEach((token, vector) -> network.putVector(theta, token, vector));
    listener.noted(
        String.format(
            Locale.ROOT,
            "%s has vectors for %,d of the vocabulary's %,d tokens, %.2f %% of the training span's"
                + " running tokens; the others are drawn",
            path,
            read.vectors().size(),
            vocabulary.size(),
            100 * share(data, read.vectors())));
    return fresh.with(theta, read.fingerprint());
  }

  /** Part of the training span's tokens that have a vector. */
  private static double share(PreparedDataSet data, Map<Integer, float[]> vectors) {
    long covered = 0;
    long all = 0;
    for (Row row :
        data.chunks()
            .where(col("split").equalTo(Split.TRAIN.toString()))
            .select(explode(col("values")).as("token"))
            .select(col("token").cast("int"))
            .groupBy("token")
            .count()
            .collectAsList()) {
      all += row.getLong(1);
      covered += vectors.containsKey(row.getInt(0)) ? row.getLong(1) : 0;
    }
    return (double) covered / all;
  }
}
