package org.sluice.engine.network;

import java.io.Serializable;
import org.sluice.engine.base.Require;

/**
 * The vectors that a network reads in place of tokens: its one input is then a token's index.
 *
 * @param vocabulary V, tokens that there are; 0 for no embedding
 * @param width E, elements of a vector
 * @param dropout rate at which elements of the vectors read are zeroed in training
 * @param mask whether they are drawn anew at each step, or once for a whole window
 * @param tied whether the vectors are also the weights of the dense layer on top (Press and Wolf
 *     2017), whose outputs are then the tokens and whose inputs are E
 * @param frozen whether training leaves the vectors as they are
 */
public record EmbeddingSpec(
    int vocabulary, int width, double dropout, DropoutSpec.Mask mask, boolean tied, boolean frozen)
    implements Serializable {
  public static final EmbeddingSpec NONE =
      new EmbeddingSpec(0, 0, 0, DropoutSpec.Mask.STEP, false, false);

  /** Whole numbers that a float holds. */
  static final int MOST_TOKENS = 1 << 24;

  public EmbeddingSpec {
    Require.between("size of the vocabulary", vocabulary, 0, MOST_TOKENS);
    Require.between("model.embedding.width", width, vocabulary == 0 ? 0 : 1, Integer.MAX_VALUE);
    Require.between("model.embedding.dropout", dropout, 0, DropoutSpec.MOST);
    Require.that(
        !tied || !frozen,
        "model.embedding.frozen would freeze the dense layer on top too where"
            + " model.embedding.tied is true; set one of them to false");
  }

  /** Vectors of their own, all trained, nothing left out. */
  public EmbeddingSpec(int vocabulary, int width) {
    this(vocabulary, width, 0, DropoutSpec.Mask.STEP, false, false);
  }

  public EmbeddingSpec asTied() {
    return new EmbeddingSpec(vocabulary, width, dropout, mask, true, frozen);
  }

  public EmbeddingSpec asFrozen() {
    return new EmbeddingSpec(vocabulary, width, dropout, mask, tied, true);
  }

  boolean isNone() {
    return vocabulary == 0;
  }
}
