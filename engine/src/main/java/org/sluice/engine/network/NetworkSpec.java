package org.sluice.engine.network;

import java.io.Serializable;
import java.util.List;
import org.sluice.engine.base.Require;

/**
 * Recurrent layers one above the other and a dense layer on top: I inputs a step, O outputs where a
 * target is due.
 *
 * @param embedding what the one input, a token, is replaced by
 * @param categories what the last inputs, each a name, are replaced by; the others are numbers
 * @param pooling what the dense layer reads of a window that has one target
 */
public record NetworkSpec(
    int inputs,
    EmbeddingSpec embedding,
    List<CategorySpec> categories,
    List<LayerSpec> layers,
    Pooling pooling,
    int outputs)
    implements Serializable {
  public NetworkSpec {
    Require.atLeast("model inputs", inputs, 1);
    Require.atLeast("model outputs", outputs, 1);
    Require.that(!layers.isEmpty(), "model.layers must name at least one layer, got none");
    layers = List.copyOf(layers);
    categories = List.copyOf(categories);
    Require.that(
        categories.size() <= inputs && (categories.isEmpty() || embedding.isNone()),
        "a network reads a token or up to %d categories among its inputs, got %d categories",
        embedding.isNone() ? inputs : 0,
        categories.size());
    Require.that(
        embedding.isNone() || inputs == 1,
        "a network with an embedding has one input, the token, got %d",
        inputs);
    Require.that(
        !embedding.tied() || outputs == embedding.vocabulary(),
        "model.embedding.tied needs an output for each of the %d tokens, got %d",
        embedding.vocabulary(),
        outputs);
  }

  /** A network that reads numbers. */
  public NetworkSpec(int inputs, List<LayerSpec> layers, int outputs) {
    this(inputs, EmbeddingSpec.NONE, layers, outputs);
  }

  /** A network of which the last step counts where a window has one target. */
  public NetworkSpec(int inputs, EmbeddingSpec embedding, List<LayerSpec> layers, int outputs) {
    this(inputs, embedding, List.of(), layers, Pooling.LAST, outputs);
  }

  public NetworkSpec with(Pooling pooling) {
    return new NetworkSpec(inputs, embedding, categories, layers, pooling, outputs);
  }

  /** With names in the place of the last inputs. */
  public NetworkSpec with(List<CategorySpec> categories) {
    return new NetworkSpec(inputs, embedding, categories, layers, pooling, outputs);
  }
}
