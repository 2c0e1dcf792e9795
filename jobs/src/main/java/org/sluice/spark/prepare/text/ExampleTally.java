package org.sluice.spark.prepare.text;

import java.io.Serializable;
import java.util.Iterator;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sluice.engine.text.Tokenisation;
import org.sluice.spark.prepare.Split;

/** Tokens and labels of the training span: the second pass over labelled documents. */
record ExampleTally(Shared<ExampleTally.Plan> shared) implements MapPartitionsFunction<Row, Row> {
  /** Kinds of what is counted. */
  static final String TOKEN = "token";

  static final String LABEL = "label";

  /** How documents are read, cut and numbered. */
  record Plan(Examples.Reading reading, Tokenisation text, Tokenisation label, SequencePlan numbers)
      implements Serializable {}

  /**
   * @param documents of {@link Examples#of}
   */
  static TokenCounts of(Dataset<Row> documents, Plan plan) {
    Shared<Plan> shared = Shared.of(documents.sparkSession(), plan);
    return new TokenCounts(documents, new ExampleTally(shared), shared);
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    Plan plan = shared.value();
    return new Counts(new Examples(rows, plan.reading), plan);
  }

  private static final class Counts extends TokenCounts.Tally {
    private final Examples examples;
    private final Plan plan;

    Counts(Examples examples, Plan plan) {
      this.examples = examples;
      this.plan = plan;
    }

    @Override
    protected boolean more() {
      return examples.hasNext();
    }

    @Override
    protected void take() {
      Example example = examples.next();
      if (!example.usable() || plan.numbers.split(plan.numbers.number(example)) != Split.TRAIN) {
        return;
      }
      example.words().forEach(word -> plan.text.cut(word, (token, n) -> count(TOKEN, token)));
      example.labels().forEach(label -> plan.label.cut(label, (token, n) -> count(LABEL, token)));
    }
  }
}
