package org.sluice.spark.score;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.sluice.engine.train.Score;

/**
 * How well the test span was foretold: what {@code evaluation.json} holds.
 *
 * @param tokens foretold, each from all those before it in its stream
 * @param streams that the span was cut into, each read from the zero state
 * @param characters of the span's text
 * @param unknown share of the tokens that the vocabulary lacks; they count like any other
 */
public record LanguageEvaluation(
    int format,
    long tokens,
    long streams,
    long characters,
    double unknown,
    int vocabulary,
    double pseudoCount,
    Map<Method, Figures> methods) {

  /** The format this build writes. */
  static final int FORMAT = 1;

  /** Whose probabilities are compared. */
  public enum Method {
    MODEL,
    /** How frequent a token is in the training span. */
    UNIGRAM,
    /** How frequent a token is there behind the one before it. */
    BIGRAM;

    /** As it is written and shown. */
    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @param nats mean negative log probability of a token
   * @param bits the same to the base 2
   * @param perplexity {@code exp(nats)}
   */
  public record Figures(
      double nats,
      double bits,
      double perplexity,
      @JsonProperty("bitsPerCharacter") double bitsPerCharacter) {
    private static final double LN_2 = StrictMath.log(2);

    /**
     * @param tokensPerCharacter of the text that was foretold
     */
    static Figures of(Score score, double tokensPerCharacter) {
      double bits = score.mean() / LN_2;
      return new Figures(
          score.mean(), bits, StrictMath.exp(score.mean()), bits * tokensPerCharacter);
    }
  }

  /**
   * Writes {@code evaluation.json} into {@code folder}, any Hadoop path; one that is there is
   * replaced.
   *
   * @throws org.sluice.engine.base.SluiceException if it cannot be written
   */
  public void write(String folder, Configuration configuration) {
    EvaluationFile.write(this, folder, configuration);
  }

  /** For people: the methods side by side. */
  public String table() {
    StringBuilder text = new StringBuilder();
    text.append(
        line(
            "Test span: %,d tokens in %,d streams, %.3f %% of them unknown; vocabulary of %,d",
            tokens, streams, 100 * unknown, vocabulary));
    text.append(
        line(
            "%-10s%12s%12s%12s%20s",
            "", "nats/token", "bits/token", "perplexity", "bits/character"));
    methods.forEach(
        (method, f) ->
            text.append(
                line(
                    "%-10s%12.4f%12.4f%12.3f%20.4f",
                    method.word(), f.nats(), f.bits(), f.perplexity(), f.bitsPerCharacter())));
    return text.toString();
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format + "%n", values);
  }
}
