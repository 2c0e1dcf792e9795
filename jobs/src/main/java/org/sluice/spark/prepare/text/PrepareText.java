package org.sluice.spark.prepare.text;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sum;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.engine.base.Require;
import org.sluice.engine.text.Tokenisation;
import org.sluice.engine.text.Vocabulary;
import org.sluice.spark.prepare.Borders;
import org.sluice.spark.prepare.DataSetInfo;
import org.sluice.spark.prepare.Fingerprint;
import org.sluice.spark.prepare.Folder;
import org.sluice.spark.prepare.Manifest;
import org.sluice.spark.prepare.OwnSession;
import org.sluice.spark.prepare.Preparation;
import org.sluice.spark.prepare.PreparedDataSet;
import org.sluice.spark.prepare.Reading;
import org.sluice.spark.prepare.Source;
import org.sluice.spark.prepare.Split;
import org.sluice.spark.prepare.Tables;
import org.sluice.spark.prepare.TextInfo;

/**
 * Turns texts into a {@link PreparedDataSet} in three passes: the first counts tokens, so that
 * every document knows its place in the corpus, the second makes the training span's vocabulary,
 * the third writes numbers. Byte pairs take the first two by their pieces, then count tokens anew.
 * Documents stand in the order of their files' paths and of their rows in them. What is written
 * depends on the texts and the settings alone, not on the cluster.
 */
public final class PrepareText {
  private static final Logger LOG = LoggerFactory.getLogger(PrepareText.class);

  private final SparkSession spark;
  private final TextSpec spec;
  private final Folder folder;
  private final Source source;
  private final TextSpec.Text text;
  private final Tokenisation tokenisation;

  private PrepareText(SparkSession users, TextSpec spec, Folder folder) {
    this.spark = OwnSession.of(users, "UTC");
    this.spec = spec;
    this.folder = folder;
    this.source = new Source(spark, spec.source());
    this.text = spec.text().text();
    this.tokenisation = text.tokenisation();
  }

  /**
   * Writes the data set below {@code folder}, any Hadoop path; one that was made of the same files
   * with the same settings is left as it is and returned.
   *
   * @param overwrite whether a data set that is there already is replaced
   * @throws org.sluice.engine.base.SluiceException if a text, a setting or the folder cannot be
   *     used
   */
  public static PreparedDataSet run(
      SparkSession spark, TextSpec spec, String folder, boolean overwrite) {
    PrepareText prepare = new PrepareText(spark, spec, new Folder(spark, folder));
    List<String> files = prepare.source.listing();
    String fingerprint = prepare.fingerprint(files);
    return new Preparation(spark, prepare.source, prepare.folder, overwrite)
        .run(files, fingerprint, () -> prepare.write(fingerprint));
  }

  private String fingerprint(List<String> files) {
    Fingerprint print = new Fingerprint(spec.source(), Tables.CHUNK_ROWS);
    print.add("text", List.of(text.column(), tokenisation));
    print.add("vocabulary", List.of(text.vocabulary()));
    print.addFractions(spec.split().fractions());
    print.add("at", List.of(spec.split().at()));
    if (spec.text().vectors().isWanted()) {
      print.add("vectors", List.of(spec.text().vectors()));
    }
    return print.with(files);
  }

  private void write(String fingerprint) {
    Dataset<Row> documents = Documents.of(source, spec);
    Blocks blocks = Blocks.of(BlockCount.all(documents, tokenisation));
    Map<String, Long> dropped = dropped(blocks);
    Require.that(
        blocks.tokens() > 0,
        "%s holds no text that can be used%s",
        spec.source().place(),
        dropped.isEmpty() ? "" : " " + dropped);
    folder.clear();
    Tables tables = new Tables(spark, folder);
    Corpus counted = new Corpus(tokenisation, blocks, spans(documents, blocks));
    try (TokenCounts counts = CorpusCounting.of(documents, counted)) {
      Vocabulary vocabulary =
          counts.vocabulary(Split.TRAIN.toString(), tokenisation, text.vocabulary());
      Corpus corpus = counted.inTokens(documents, tokenisation, vocabulary);
      DataSetInfo.Spans spans = corpus.spans();
      tables.writeSeries(spans.end());
      writeTokens(documents, new Encoding.Words(corpus, vocabulary), tables);
      folder.commit(
          Manifest.write(
              new TextInfo(
                  Manifest.FORMAT,
                  tokenisation,
                  vocabulary.tokens(),
                  vectors(vocabulary, tables),
                  spanCounts(tables, spans, counts.characters()),
                  Tables.CHUNK_ROWS,
                  spans,
                  blocks.documents(),
                  dropped,
                  fingerprint)));
      LOG.info("Prepared {}: {} tokens in {} documents", folder, spans.end(), blocks.documents());
    }
  }

  private void writeTokens(Dataset<Row> documents, Encoding.Words words, Tables tables) {
    try (Shared<Encoding.Words> shared = Shared.of(spark, words)) {
      Encoding encoding = new Encoding(shared, Tables.CHUNK_ROWS);
      tables.writeChunks(
          documents.mapPartitions(encoding, Encoders.bean(Reading.class)).toDF(),
          words.corpus().spans(),
          1);
    }
  }

  /** Null where none are wanted. */
  private TextInfo.Vectors vectors(Vocabulary vocabulary, Tables tables) {
    VectorSpec vectors = spec.text().vectors();
    Dataset<Row> training = tables.chunks().where(col("split").equalTo(Split.TRAIN.toString()));
    return vectors.isWanted() ? new WordVectors(vectors, vocabulary).write(training, folder) : null;
  }

  /** Counts what cannot be used, and names the first of each kind; refuses many broken ones. */
  private Map<String, Long> dropped(Blocks blocks) {
    return new Dropped(blocks.dropped(), reason -> blocks.first(reason).orElseThrow())
        .told(spec.badRows(), source, blocks.rows());
  }

  private DataSetInfo.Spans spans(Dataset<Row> documents, Blocks blocks) {
    Borders borders = new Borders(spec.split().fractions());
    DataSetInfo.Spans spans = borders.spans(blocks.tokens());
    if (spec.split().at() == TextSpec.At.DOCUMENT) {
      spans = DocumentBorders.moved(documents, new Corpus(tokenisation, blocks, spans));
      borders.requireRows(spans);
    }
    return spans;
  }

  private Map<String, TextInfo.SpanCounts> spanCounts(
      Tables tables, DataSetInfo.Spans spans, Map<String, Long> characters) {
    Dataset<Row> written =
        tables
            .chunks()
            .groupBy("split")
            .agg(sum("rows"), sum(size(filter(col("values"), PrepareText::isUnknown))));
    return Written.counts(
        written,
        spans,
        source,
        row ->
            new TextInfo.SpanCounts(
                row.getLong(1), row.getLong(2), characters.get(row.getString(0))));
  }

  private static Column isUnknown(Column token) {
    return token.equalTo(Vocabulary.UNKNOWN);
  }
}
