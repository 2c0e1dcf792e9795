package org.sluice.spark.prepare.text;

import static org.apache.spark.sql.functions.min;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sluice.spark.prepare.DataSetInfo;

/**
 * Finds where documents begin: the first at or behind each border of the spans, in each partition.
 */
record DocumentBorders(Shared<Corpus> shared) implements MapPartitionsFunction<Row, Row> {
  private static final StructType SCHEMA =
      new StructType().add("validation", DataTypes.LongType).add("test", DataTypes.LongType);

  /**
   * The spans with each border moved on to where a document begins, or to the end of the corpus.
   *
   * @param documents of {@link Documents#of}
   */
  static DataSetInfo.Spans moved(Dataset<Row> documents, Corpus corpus) {
    DataSetInfo.Spans spans = corpus.spans();
    try (Shared<Corpus> shared = Shared.of(documents.sparkSession(), corpus)) {
      Row begins =
          documents
              .mapPartitions(new DocumentBorders(shared), Encoders.row(SCHEMA))
              .agg(min("validation"), min("test"))
              .first();
      return new DataSetInfo.Spans(
          spans.start(), begins.getLong(0), begins.getLong(1), spans.end());
    }
  }

  @Override
  public Iterator<Row> call(Iterator<Row> documents) {
    Corpus corpus = shared.value();
    DataSetInfo.Spans spans = corpus.spans();
    TokenStream stream = new TokenStream(documents, corpus);
    long validation = spans.end();
    long test = spans.end();
    while (stream.hasNext()) {
      long begin = stream.next((position, token, characters) -> {});
      if (begin >= spans.validation()) {
        validation = Math.min(validation, begin);
      }
      if (begin >= spans.test()) {
        test = Math.min(test, begin);
      }
    }
    return List.of(RowFactory.create(validation, test)).iterator();
  }
}
