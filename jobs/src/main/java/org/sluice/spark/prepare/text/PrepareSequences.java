package org.sluice.spark.prepare.text;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sum;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.engine.text.Vocabulary;
import org.sluice.spark.prepare.DataSetInfo;
import org.sluice.spark.prepare.Fingerprint;
import org.sluice.spark.prepare.Folder;
import org.sluice.spark.prepare.LabelledSequence;
import org.sluice.spark.prepare.Manifest;
import org.sluice.spark.prepare.OwnSession;
import org.sluice.spark.prepare.Preparation;
import org.sluice.spark.prepare.PreparedDataSet;
import org.sluice.spark.prepare.SequenceInfo;
import org.sluice.spark.prepare.SequenceInfo.Labelling;
import org.sluice.spark.prepare.Source;
import org.sluice.spark.prepare.SourceSpec;
import org.sluice.spark.prepare.Split;

/**
 * Turns labelled texts into a {@link PreparedDataSet} of sequences in three passes: the first
 * counts documents, so that each has its number, the second makes the vocabularies of the training
 * span, the third writes numbers. What is written depends on the texts and the settings alone, not
 * on the cluster.
 */
public final class PrepareSequences {
  private static final Logger LOG = LoggerFactory.getLogger(PrepareSequences.class);

  private final SparkSession spark;
  private final SequenceSpec spec;
  private final Folder folder;
  private final Source source;
  private final Optional<Source> target;

  private PrepareSequences(SparkSession users, SequenceSpec spec, Folder folder) {
    this.spark = OwnSession.of(users, "UTC");
    this.spec = spec;
    this.folder = folder;
    this.source = source(spark, spec);
    this.target = spec.target().map(lines -> new Source(spark, lines));
  }

  static Source source(SparkSession spark, SequenceSpec spec) {
    SourceSpec files = spec.source();
    boolean conll = spec.conll().isPresent();
    return new Source(spark, conll ? LineEnds.cutAtEmptyLines(spark, files) : files);
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
      SparkSession spark, SequenceSpec spec, String folder, boolean overwrite) {
    PrepareSequences prepare = new PrepareSequences(spark, spec, new Folder(spark, folder));
    List<String> files = prepare.source.listing();
    String fingerprint = prepare.fingerprint(files);
    return new Preparation(spark, prepare.source, prepare.folder, overwrite)
        .run(files, fingerprint, () -> prepare.write(fingerprint));
  }

  private String fingerprint(List<String> files) {
    Fingerprint print = new Fingerprint(spec.source(), SequenceInfo.WHOLE);
    print.add("labelling", List.of(spec.labelling(), spec.conll()));
    print.add("text", List.of(spec.text()));
    print.add("label", List.of(spec.label()));
    print.add("split", List.of(spec.split()));
    target.ifPresent(lines -> print.add("target", lines.listing()));
    return print.with(files);
  }

  private void write(String fingerprint) {
    Dataset<Row> documents =
        target
            .map(lines -> NumberedLines.pairs(source, lines))
            .orElseGet(() -> Examples.of(source, spec));
    ExampleCounts examples = ExampleCounts.of(documents, spec);
    Map<String, Long> dropped = dropped(examples);
    SequencePlan numbers = examples.plan();
    folder.clear();
    ExampleTally.Plan plan =
        new ExampleTally.Plan(
            Examples.Reading.of(spec),
            spec.text().tokenisation(),
            spec.label().tokenisation(),
            numbers);
    SequenceEncoding.Words words = words(documents, plan);
    writeSequences(documents, words);
    folder.commit(Manifest.write(info(words, dropped, fingerprint)));
    LOG.info("Prepared {}: {} documents", folder, numbers.spans().end());
  }

  private Map<String, Long> dropped(ExampleCounts examples) {
    return new Dropped(examples.dropped(), examples::first)
        .told(spec.badRows(), source, examples.documents());
  }

  private SequenceEncoding.Words words(Dataset<Row> documents, ExampleTally.Plan plan) {
    try (TokenCounts counts = ExampleTally.of(documents, plan)) {
      return new SequenceEncoding.Words(
          plan,
          counts.vocabulary(ExampleTally.TOKEN, plan.text(), spec.text().vocabulary()),
          counts.vocabulary(ExampleTally.LABEL, plan.label(), spec.label().vocabulary()));
    }
  }

  /** Documents of a task stand in the order they were read in: nothing is shuffled. */
  private void writeSequences(Dataset<Row> documents, SequenceEncoding.Words words) {
    try (Shared<SequenceEncoding.Words> shared = Shared.of(spark, words)) {
      documents
          .mapPartitions(new SequenceEncoding(shared), Encoders.bean(LabelledSequence.class))
          .sortWithinPartitions("split", "document")
          .write()
          .partitionBy("split")
          .parquet(folder.sequences());
    }
  }

  private SequenceInfo info(
      SequenceEncoding.Words words, Map<String, Long> dropped, String fingerprint) {
    boolean translates = spec.labelling() == Labelling.TRANSLATE;
    List<String> labels = words.labels().tokens();
    Map<String, SequenceInfo.SpanCounts> counts = counts(words.plan().numbers());
    return new SequenceInfo(
        Manifest.FORMAT,
        spec.labelling(),
        spec.text().tokenisation(),
        words.tokens().tokens(),
        translates ? spec.label().tokenisation() : null,
        translates ? labels : labels.subList(Vocabulary.SPECIALS.size(), labels.size()),
        counts,
        spans(counts),
        dropped,
        fingerprint);
  }

  private static DataSetInfo.Spans spans(Map<String, SequenceInfo.SpanCounts> counts) {
    int longest =
        counts.values().stream().mapToInt(SequenceInfo.SpanCounts::longest).max().orElse(0);
    return DataSetInfo.Spans.ofSeries(
        longest,
        new DataSetInfo.SeriesCounts(
            documents(counts, Split.TRAIN),
            documents(counts, Split.VALIDATION),
            documents(counts, Split.TEST)));
  }

  private static long documents(Map<String, SequenceInfo.SpanCounts> counts, Split split) {
    return counts.get(split.toString()).documents();
  }

  private Map<String, SequenceInfo.SpanCounts> counts(SequencePlan numbers) {
    int unknownLabel =
        spec.labelling() == Labelling.TRANSLATE ? Vocabulary.UNKNOWN : SequenceInfo.UNSEEN;
    Dataset<Row> written =
        PreparedDataSet.sequences(spark, folder)
            .groupBy("split")
            .agg(
                count(lit(1)),
                sum(size(col("tokens"))),
                sum(size(filter(col("tokens"), t -> is(t, Vocabulary.UNKNOWN)))),
                max(size(col("tokens"))),
                sum(size(col("labels"))),
                sum(size(filter(col("labels"), label -> is(label, unknownLabel)))));
    return Written.counts(
        written,
        numbers.spans(),
        source,
        row ->
            new SequenceInfo.SpanCounts(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                row.getInt(4),
                row.getLong(5),
                row.getLong(6)));
  }

  private static Column is(Column number, int wanted) {
    return number.equalTo(wanted);
  }
}
