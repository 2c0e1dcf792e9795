package org.sluice.spark.train;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sluice.engine.base.Require;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.network.Network;
import org.sluice.engine.text.Vocabulary;
import org.sluice.spark.prepare.PreparedDataSet;
import org.sluice.spark.prepare.SequenceInfo;
import org.sluice.spark.prepare.Split;
import org.sluice.spark.prepare.TextInfo;

/** Vectors from a file as the first ones of a network's embedding; others stay as drawn. */
final class Pretrained {
  private Pretrained() {}

  /**
   * {@code fresh} with the vectors in {@code file}, else those that were prepared with the data, if
   * there are any; the listener hears what they cover.
   */
  static Origin into(
      Origin fresh, PreparedDataSet data, Optional<String> file, TrainingListener listener) {
    if (file.isPresent()) {
      return with(read(file.get(), fresh, data), file.get(), fresh, data, listener);
    }
    return data.info() instanceof TextInfo text && text.vectors() != null
        ? with(prepared(text.vectors(), fresh, data), data.vectors(), fresh, data, listener)
        : fresh;
  }

  private static TokenVectors read(String path, Origin fresh, PreparedDataSet data) {
    return TokenVectors.read(
        path,
        data.session().sparkContext().hadoopConfiguration(),
        new Vocabulary(data.tokens().vocabulary()),
        fresh.network().embedding().width());
  }

  private static TokenVectors prepared(
      TextInfo.Vectors vectors, Origin fresh, PreparedDataSet data) {
    int width = fresh.network().embedding().width();
    Require.that(
        width == vectors.width(),
        "model.embedding.width must be that of the prepared vectors (data.text.vectors.width), %d,"
            + " got %d; change one of them, or name vectors of that width in"
            + " model.embedding.pretrained",
        vectors.width(),
        width);
    String damaged = data.vectors() + " is missing or damaged; run sluice prepare with --overwrite";
    try {
      TokenVectors read = read(data.vectors(), fresh, data);
      Require.that(read.fingerprint().equals(vectors.sha256()), "%s", damaged);
      return read;
    } catch (SluiceException e) {
      throw new SluiceException(damaged, e);
    }
  }

  private static Origin with(
      TokenVectors read,
      String path,
      Origin fresh,
      PreparedDataSet data,
      TrainingListener listener) {
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
            data.tokens().vocabulary().size(),
            100 * share(data, read.vectors())));
    return fresh.with(theta, read.fingerprint());
  }

  /** Part of the training span's tokens that have a vector. */
  private static double share(PreparedDataSet data, Map<Integer, float[]> vectors) {
    long covered = 0;
    long all = 0;
    for (Row row :
        running(data)
            .where(col("split").equalTo(Split.TRAIN.toString()))
            .select(explode(col("numbers")).as("token"))
            .select(col("token").cast("int"))
            .groupBy("token")
            .count()
            .collectAsList()) {
      all += row.getLong(1);
      covered += vectors.containsKey(row.getInt(0)) ? row.getLong(1) : 0;
    }
    return (double) covered / all;
  }

  /** {@code split, numbers}: the text's tokens as they follow each other. */
  private static Dataset<Row> running(PreparedDataSet data) {
    return data.info() instanceof SequenceInfo
        ? data.sequences().select(col("split"), col("tokens").as("numbers"))
        : data.chunks().select(col("split"), col("values").as("numbers"));
  }
}
