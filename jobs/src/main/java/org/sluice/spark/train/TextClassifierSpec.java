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
import org.sluice.engine.network.Pooling;
import org.sluice.spark.prepare.DataSetInfo;
import org.sluice.spark.prepare.SequenceInfo;
import org.sluice.spark.shard.Sampling;

/**
 * The {@code model} part of a job file that tells the labels of a text's tokens or documents:
 * tokens become vectors, layers read them, a softmax says which class it is.
 *
 * @param pooling what of a document with one label the softmax reads
 */
public record TextClassifierSpec(Embedding embedding, List<LayerSpec> layers, Pooling pooling)
    implements NetworkDesign {

  /**
   * The vectors in place of tokens, as in {@link EmbeddingSpec}.
   *
   * @param width E, elements of a vector
   * @param pretrained file with the vectors that training starts from
   */
  public record Embedding(
      int width, double dropout, DropoutSpec.Mask mask, Optional<String> pretrained) {
    public Embedding {
      of(1, width, dropout, mask); // refuses what is none
      pretrained.ifPresent(path -> Require.notBlank("model.embedding.pretrained", path));
    }

    EmbeddingSpec of(int vocabulary) {
      return of(vocabulary, width, dropout, mask);
    }

    private static EmbeddingSpec of(
        int vocabulary, int width, double dropout, DropoutSpec.Mask mask) {
      return new EmbeddingSpec(vocabulary, width, dropout, mask, false, false);
    }
  }

  public TextClassifierSpec {
    layers = NetworkDesign.required(layers);
  }

  @Override
  public Optional<String> pretrained() {
    return embedding.pretrained();
  }

  @Override
  public int horizon() {
    return 0;
  }

  @Override
  public NetworkSpec network(DataSetInfo data, Framing framing) {
    SequenceInfo text = data.asSequences();
    if (text.labelsSteps()) {
      requireEveryToken();
    }
    EmbeddingSpec vectors = embedding.of(text.vocabulary().size());
    return new NetworkSpec(1, vectors, layers, classes(text)).with(pooling);
  }

  @Override
  public void check(TrainingSpec training) {
    Require.that(
        training.sampling() == Sampling.SEQUENCES,
        "training.sampling must be sequences where a text is labelled, got %s",
        Require.written(training.sampling()));
    requireCrossEntropy(training);
  }

  /**
   * @throws org.sluice.engine.base.SluiceException if it cannot tell the label of every token
   */
  public void requireEveryToken() {
    Require.that(
        pooling == Pooling.LAST,
        "model.pooling must be last where every token has a label, got %s",
        Require.written(pooling));
  }

  static void requireCrossEntropy(TrainingSpec training) {
    Require.that(
        training.loss().kind() == LossKind.CROSS_ENTROPY,
        "training.loss.kind must be cross-entropy where labels are told, got %s",
        Require.written(training.loss().kind()));
  }

  /** C, how many classes there are to tell apart. */
  static int classes(DataSetInfo data) {
    int classes = data.classes().size();
    Require.that(
        classes > 1,
        "the labels of the training span must be of two classes at least, got %d; choose another"
            + " column or span",
        classes);
    return classes;
  }
}
