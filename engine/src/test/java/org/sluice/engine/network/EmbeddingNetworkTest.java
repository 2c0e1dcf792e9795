package org.sluice.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Draws.Purpose;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.data.Batch;
import org.sluice.engine.loss.CrossEntropy;
import org.sluice.engine.params.Block;

/** Networks that read tokens. */
final class EmbeddingNetworkTest {
  private static final int V = 7;
  private static final int E = 5;

  @ParameterizedTest(name = "tied {0}, {1} layers, T {2}, B {3}")
  @CsvSource({
    "false, 1, 1, 1", "false, 2, 4, 3", "false, 1, 5, 1",
    "true, 1, 1, 1", "true, 2, 4, 3", "true, 1, 5, 1"
  })
  void theGradientIsTheSlopeOfTheEquations(boolean tied, int layers, int steps, int rows) {
    Network network = network(tied ? spec().asTied() : spec(), layers);
    NetworkReference.assertSlopes(network, batch(steps, rows, V));
  }

  @Test
  void droppedVectorsHaveTheGradientOfWhatIsLeft() {
    EmbeddingSpec dropped = new EmbeddingSpec(V, E, 0.5, DropoutSpec.Mask.WINDOW, false, false);
    Network network = network(dropped, 1);
    Batch batch = batch(3, 1, V);
    Arrays.fill(batch.x, 2);
    Workspace workspace = network.workspace(3, 1, 3);
    Draws noise = Draws.of(1, Purpose.NOISE);
    float[] theta = network.initialise(2);
    workspace.forward(theta, batch, new float[network.stateSize(1)], noise);
    workspace.loss(batch);
    float[] gradient = new float[theta.length];
    workspace.backward(theta, batch, gradient);
    Block vectors = network.layout().block("embedding.weight");
    float[] own = Arrays.copyOfRange(vectors.read(gradient), 2 * E, 3 * E);
    assertThat(own).contains(0f); // the same element at each step
    assertThat(own).isNotEqualTo(new float[E]);
  }

  @Test
  void aLanguageModelLearnsWhichTokenFollows() {
    Network network = network(spec().asTied(), 1);
    float[] theta = network.initialise(3);
    Batch batch = batch(6, 2, 1);
    for (int r = 0; r < batch.x.length; r++) {
      batch.x[r] = (r / 2 + r % 2 * 3) % V;
      batch.target[r] = (batch.x[r] + 1) % V;
    }
    Workspace workspace = network.workspace(6, 2, 6);
    float[] gradient = new float[theta.length];
    double loss = 0;
    for (int step = 0; step < 300; step++) {
      workspace.forward(theta, batch, new float[network.stateSize(2)]);
      loss = workspace.loss(new CrossEntropy(0), batch) / batch.x.length;
      workspace.backward(theta, batch, gradient);
      for (int i = 0; i < theta.length; i++) {
        theta[i] -= gradient[i];
      }
    }
    assertThat(loss).isLessThan(0.1);
  }

  @Test
  void aFrozenEmbeddingIsTheBlockThatStays() {
    assertThat(network(spec().asFrozen(), 1).frozen())
        .extracting(Block::name)
        .containsExactly("embedding.weight");
  }

  @Test
  void tiedWeightsAreOneBlockOfTheSameShape() {
    Network network = network(spec().asTied(), 1);
    assertThat(network.layout().names()).doesNotContain("head.weight").contains("head.bias");
    assertThat(network.layout().block("embedding.weight").shape()).containsExactly(V, E);
    assertThat(network(spec(), 1).layout().block("embedding.weight").shape()).containsExactly(V, E);
  }

  @Test
  void settingsThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> new NetworkSpec(2, spec(), lstm(1), V))
        .isInstanceOf(SluiceException.class)
        .hasMessage("a network with an embedding has one input, the token, got 2");
    assertThatThrownBy(() -> new NetworkSpec(1, spec().asTied(), lstm(1), V + 1))
        .hasMessage("model.embedding.tied needs an output for each of the 7 tokens, got 8");
    assertThatThrownBy(() -> network(new EmbeddingSpec(V, E + 1).asTied(), 1))
        .hasMessage(
            "model.embedding.tied needs vectors as wide as the last layer's outputs, got"
                + " model.embedding.width = 6 and 5 outputs");
    assertThatThrownBy(() -> spec().asTied().asFrozen())
        .hasMessageStartingWith("model.embedding.frozen would freeze the dense layer on top too");
    assertThatThrownBy(() -> new EmbeddingSpec(V, 0))
        .hasMessage("model.embedding.width must be between 1 and 2147483647, got 0");
    assertThatThrownBy(() -> new EmbeddingSpec((1 << 24) + 1, E))
        .hasMessage("size of the vocabulary must be between 0 and 16777216, got 16777217");
  }

  private static EmbeddingSpec spec() {
    return new EmbeddingSpec(V, E);
  }

  private static List<LayerSpec> lstm(int layers) {
    return Collections.nCopies(layers, new LayerSpec(CellKind.LSTM, E));
  }

  private static Network network(EmbeddingSpec embedding, int layers) {
    return Network.of(new NetworkSpec(1, embedding, lstm(layers), V));
  }

  /** Tokens that come again, a row that ends early and one in which a series begins. */
  private static Batch batch(int steps, int rows, int outputs) {
    Batch batch = new Batch(steps, rows, 1, outputs, steps);
    Draws draws = Draws.of(4, Purpose.SAMPLE);
    for (int r = 0; r < batch.x.length; r++) {
      batch.x[r] = (int) (draws.at(0).uniform(r) * V);
    }
    for (int i = 0; i < batch.target.length; i++) {
      batch.target[i] = draws.at(1).uniform(i, 1);
    }
    Arrays.fill(batch.weight, 1);
    if (rows > 2 && outputs > 1) {
      batch.lengths[1] = 2;
      NetworkCase.leaveOutPadding(batch);
      batch.x[2 * rows + 1] = -5; // padding is not read
      batch.reset[2 * rows + 2] = true;
    }
    return batch;
  }
}
