package org.sluice.spark.prepare.text;

import org.sluice.engine.base.Require;

/**
 * How MLlib's Word2Vec makes vectors of the tokens of a vocabulary, from the training span.
 *
 * @param width E, elements of a vector; 0: none are made
 * @param window tokens on each side that a token is to foretell
 * @param epochs passes over the training span
 * @param rate learning rate at first
 * @param partitions parts that are trained side by side and averaged
 */
public record VectorSpec(int width, int window, int epochs, double rate, int partitions) {
  /** No vectors. */
  public static final VectorSpec NONE = new VectorSpec(0, 5, 1, 0.025, 1);

  public VectorSpec {
    Require.that(
        width == 0 || width > 1,
        "data.text.vectors.width must be 0, for no vectors, or at least 2, got %d",
        width);
    Require.atLeast("data.text.vectors.window", window, 1);
    Require.atLeast("data.text.vectors.epochs", epochs, 1);
    Require.above("data.text.vectors.rate", rate, 0);
    Require.atLeast("data.text.vectors.partitions", partitions, 1);
  }

  boolean isWanted() {
    return width > 0;
  }
}
