package org.sluice.spark.prepare.text;

import java.io.Serializable;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.sluice.engine.text.Tokens;
import org.sluice.engine.text.Vocabulary;
import org.sluice.spark.prepare.InPortions;
import org.sluice.spark.prepare.LabelledSequence;
import org.sluice.spark.prepare.SequenceInfo;

/** Documents and their labels as numbers: the last pass over labelled documents. */
record SequenceEncoding(Shared<SequenceEncoding.Words> shared)
    implements MapPartitionsFunction<Row, LabelledSequence> {
  /** How tokens and labels are numbered. */
  record Words(ExampleTally.Plan plan, Vocabulary tokens, Vocabulary labels)
      implements Serializable {}

  @Override
  public Iterator<LabelledSequence> call(Iterator<Row> rows) {
    Words words = shared.value();
    return new Encoded(new Examples(rows, words.plan.reading()), words);
  }

  private static final class Encoded extends InPortions<LabelledSequence> {
    private final Examples examples;
    private final SequencePlan numbers;
    private final TokenNumbers tokens;
    private final TokenNumbers labels;
    private final boolean names;

    Encoded(Examples examples, Words words) {
      this.examples = examples;
      numbers = words.plan.numbers();
      tokens = new TokenNumbers(words.plan.text(), words.tokens);
      labels = new TokenNumbers(words.plan.label(), words.labels);
      names = words.plan.label().tokens() == Tokens.WHOLE;
    }

    @Override
    protected boolean make() {
      if (examples.hasNext()) {
        Example example = examples.next();
        if (example.usable()) {
          add(encoded(example));
        }
      }
      return examples.hasNext();
    }

    private LabelledSequence encoded(Example example) {
      long document = numbers.number(example);
      IntStream numbered = labels.of(example.labels());
      LabelledSequence sequence = new LabelledSequence();
      sequence.setSplit(numbers.split(document).toString());
      sequence.setDocument(document);
      sequence.setTokens(tokens.of(example.words()).toArray());
      sequence.setLabels((names ? numbered.map(Encoded::name) : numbered).toArray());
      return sequence;
    }

    /** Names are numbered without the specials that a vocabulary begins with. */
    private static int name(int number) {
      return number == Vocabulary.UNKNOWN
          ? SequenceInfo.UNSEEN
          : number - Vocabulary.SPECIALS.size();
    }
  }
}
