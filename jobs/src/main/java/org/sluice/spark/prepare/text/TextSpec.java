package org.sluice.spark.prepare.text;

import org.sluice.engine.base.Inline;
import org.sluice.engine.base.Require;
import org.sluice.engine.text.BytePairLearner;
import org.sluice.engine.text.Normalisation;
import org.sluice.engine.text.Tokenisation;
import org.sluice.engine.text.Tokens;
import org.sluice.engine.text.Vocabulary;
import org.sluice.spark.prepare.BadRowsSpec;
import org.sluice.spark.prepare.SourceSpec;
import org.sluice.spark.prepare.SplitSpec;

/**
 * The {@code data} part of a job file whose source holds text: where it is and how it becomes
 * tokens.
 */
public record TextSpec(SourceSpec source, Learnt text, Split split, BadRowsSpec badRows) {
  /** A text whose tokens may have vectors before anything is trained on it. */
  public record Learnt(@Inline Text text, VectorSpec vectors) {}

  /**
   * @param column with a document in each row
   */
  public record Text(
      String column,
      Tokens tokens,
      Normalisation normalise,
      boolean lowerCase,
      VocabularySpec vocabulary) {
    public Text {
      Require.notBlank("data.text.column", column);
      Require.that(
          tokens != Tokens.WHOLE,
          "data.text.tokens must be character, word, byte or bpe, got whole, which is for forms of"
              + " task = tag");
      Require.that(
          tokens != Tokens.BPE || vocabulary.size() > BytePairLearner.FEWEST,
          "data.text.vocabulary.size must be more than %d where data.text.tokens is bpe, the"
              + " specials and all bytes, got %d",
          BytePairLearner.FEWEST,
          vocabulary.size());
    }

    /** How a document is cut. */
    public Tokenisation tokenisation() {
      return new Tokenisation(tokens, normalise, lowerCase);
    }
  }

  /**
   * Which tokens of the training span get a number.
   *
   * @param size V, the most there are, the two specials among them
   * @param minimumCount how often a token must occur
   */
  public record VocabularySpec(int size, int minimumCount) {
    public VocabularySpec {
      Require.between(
          "data.text.vocabulary.size", size, Vocabulary.SPECIALS.size() + 1, Vocabulary.MOST);
      Require.atLeast("data.text.vocabulary.minimumCount", minimumCount, 1);
    }
  }

  /** Where the corpus is cut: at fractions of its tokens, in the order of its documents. */
  public record Split(double train, double validation, double test, At at) {
    public Split {
      SplitSpec.fractions(train, validation, test); // refuses what is none
    }

    SplitSpec fractions() {
      return SplitSpec.fractions(train, validation, test);
    }
  }

  /** Whether a border of the split may part a document. */
  public enum At {
    /** Wherever the fraction falls. */
    TOKEN,
    /** At the next document that begins. */
    DOCUMENT
  }
}
