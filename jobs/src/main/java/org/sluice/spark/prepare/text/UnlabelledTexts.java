package org.sluice.spark.prepare.text;

import static org.apache.spark.sql.functions.col;

import java.io.Serializable;
import java.util.Iterator;
import java.util.Map;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sluice.engine.text.Tokenisation;
import org.sluice.engine.text.Vocabulary;
import org.sluice.spark.prepare.InPortions;
import org.sluice.spark.prepare.OwnSession;
import org.sluice.spark.prepare.Source;
import org.sluice.spark.prepare.TokenInfo;

/**
 * Texts that are to be labelled, read as those were that a model learnt from: a first pass counts
 * them, so that each has its number. Labels that may stand beside them are not looked at. What
 * executors hold of it is dropped by the close.
 */
public final class UnlabelledTexts implements AutoCloseable {
  /** How texts are read, cut and numbered. */
  private record Plan(
      Examples.Reading reading,
      Tokenisation tokenisation,
      Vocabulary vocabulary,
      SequencePlan numbers,
      Map<Example.Block, Long> before)
      implements Serializable {}

  private final Dataset<Row> documents;
  private final long count;
  private final Map<String, Long> dropped;
  private final Shared<Plan> shared;

  private UnlabelledTexts(
      Dataset<Row> documents, long count, Map<String, Long> dropped, Shared<Plan> shared) {
    this.documents = documents;
    this.count = count;
    this.dropped = dropped;
    this.shared = shared;
  }

  /**
   * @param spec where the texts are
   * @param trained how they become tokens
   * @throws org.sluice.engine.base.SluiceException if they cannot be read, or none can be used
   */
  public static UnlabelledTexts open(SparkSession users, SequenceSpec spec, TokenInfo trained) {
    SparkSession spark = OwnSession.of(users, "UTC");
    SequenceSpec unlabelled = spec.unlabelled();
    Source source = PrepareSequences.source(spark, unlabelled);
    try {
      return open(spark, unlabelled, trained, source);
    } catch (Exception e) { // Spark throws checked ones undeclared
      source.refuseUnreadable(e);
      throw e;
    }
  }

  private static UnlabelledTexts open(
      SparkSession spark, SequenceSpec spec, TokenInfo trained, Source source) {
    Dataset<Row> documents = Examples.of(source, spec);
    ExampleCounts counts = ExampleCounts.of(documents, spec);
    Map<String, Long> dropped =
        new Dropped(counts.dropped(), counts::first)
            .told(spec.badRows(), source, counts.documents());
    SequencePlan numbers = counts.plan();
    Plan plan =
        new Plan(
            Examples.Reading.of(spec),
            trained.tokenisation(),
            new Vocabulary(trained.vocabulary()),
            numbers,
            counts.before());
    return new UnlabelledTexts(documents, numbers.spans().end(), dropped, Shared.of(spark, plan));
  }

  /** How many can be used. */
  public long count() {
    return count;
  }

  /** Those that cannot be used, by reason. */
  public Map<String, Long> dropped() {
    return dropped;
  }

  /**
   * In the order of the files' paths and of their rows, one part behind the other: {@code number}
   * from 0; {@code file}, and the {@code place} in it, counted from 1, of the row, or of the line
   * where a sentence begins; {@code words}, a sentence's forms or the text; their {@code tokens}.
   *
   * @param parts how many partitions
   */
  public Dataset<UnlabelledText> inOrder(int parts) {
    return documents
        .mapPartitions(new Encoding(shared), Encoders.bean(UnlabelledText.class))
        .repartitionByRange(parts, col("number"))
        .sortWithinPartitions("number");
  }

  @Override
  public void close() {
    shared.close();
  }

  private record Encoding(Shared<Plan> shared)
      implements MapPartitionsFunction<Row, UnlabelledText> {
    @Override
    public Iterator<UnlabelledText> call(Iterator<Row> rows) {
      Plan plan = shared.value();
      return new Encoded(new Examples(rows, plan.reading), plan);
    }
  }

  private static final class Encoded extends InPortions<UnlabelledText> {
    private final Examples examples;
    private final Plan plan;
    private final TokenNumbers tokens;

    Encoded(Examples examples, Plan plan) {
      this.examples = examples;
      this.plan = plan;
      tokens = new TokenNumbers(plan.tokenisation, plan.vocabulary);
    }

    @Override
    protected boolean make() {
      if (examples.hasNext()) {
        Example example = examples.next();
        if (example.usable()) {
          add(text(example));
        }
      }
      return examples.hasNext();
    }

    private UnlabelledText text(Example example) {
      Example.Place place = example.place();
      UnlabelledText text = new UnlabelledText();
      text.setNumber(plan.numbers.number(example));
      text.setFile(place.file());
      text.setPlace(
          plan.before.get(new Example.Block(place.file(), place.block())) + place.at() + 1);
      text.setWords(example.words().toArray(String[]::new));
      text.setTokens(tokens.of(example.words()).toArray());
      return text;
    }
  }
}
