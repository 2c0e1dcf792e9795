package org.sluice.engine.network;

import java.io.Serializable;
import org.sluice.engine.base.Require;

/**
 * The vectors that a network reads in place of the names in one of its inputs.
 *
 * @param kinds V, names that there are, the unknown one included, which is 0
 * @param width E, elements of a vector
 */
public record CategorySpec(int kinds, int width) implements Serializable {
  public CategorySpec {
    Require.between("kinds of a category", kinds, 1, EmbeddingSpec.MOST_TOKENS);
    Require.atLeast("width of a category's vectors", width, 1);
  }
}
