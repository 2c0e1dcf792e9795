package org.sluice.spark.train;

import java.util.List;
import java.util.Optional;
import org.sluice.engine.base.Require;
import org.sluice.engine.data.Framing;
import org.sluice.engine.loss.LossKind;
import org.sluice.engine.network.DropoutSpec;
import org.sluice.engine.network.EmbeddingSpec;
import org.sluice.engine.network.LayerSpec;
import org.sluice.engine.network.NetworkSpec;
import org.sluice.spark.prepare.DataSetInfo;
import org.sluice.spark.shard.Sampling;

/**
 * The {@code model} part of a job file that learns a language: tokens become vectors, layers read
 * them, a softmax over the vocabulary says what comes next.
 */
public record LanguageModelSpec(Embedding embedding, List<LayerSpec> layers)
    implements NetworkDesign {

  /**
   * The vectors in place of tokens, as in {@link EmbeddingSpec}.
   *
   * @param width E, elements of a vector
   * @param pretrained file with the vectors that training starts from
   */
  public record Embedding(
      int width, double dropout, DropoutSpec.Mask mask, boolean tied, Optional<String> pretrained) {
    public Embedding {
      of(1, width, dropout, mask, tied); // refuses what is none
      pretrained.ifPresent(path -> Require.notBlank("model.embedding.pretrained", path));
    }

    EmbeddingSpec of(int vocabulary) {
      return of(vocabulary, width, dropout, mask, tied);
    }

    private static EmbeddingSpec of(
        int vocabulary, int width, double dropout, DropoutSpec.Mask mask, boolean tied) {
      return new EmbeddingSpec(vocabulary, width, dropout, mask, tied, false);
    }
  }

  public LanguageModelSpec {
    layers = NetworkDesign.required(layers);
  }

  @Override
  public Optional<String> pretrained() {
    return embedding.pretrained();
  }

  @Override
  public int horizon() {
    return 1;
  }

  @Override
  public NetworkSpec network(DataSetInfo data, Framing framing) {
    int vocabulary = data.asText().vocabulary().size();
    return new NetworkSpec(1, embedding.of(vocabulary), layers, vocabulary);
  }

  @Override
  public void check(TrainingSpec training) {
    Require.that(
        training.sampling() == Sampling.STATEFUL,
        "training.sampling must be stateful where task is language-model, got windowed");
    Require.that(
        training.loss().kind() == LossKind.CROSS_ENTROPY,
        "training.loss.kind must be cross-entropy where task is language-model, got %s",
        Require.written(training.loss().kind()));
  }
}
