package org.sluice.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.sluice.engine.data.Batch;
import org.sluice.engine.network.Network;
import org.sluice.engine.network.Workspace;

/**
 * Two layers of {@code torch.nn.LSTM(3, 5)} and {@code torch.nn.Linear(5, 2)}, both biases other
 * than zero: their weights, and what PyTorch 1.13 computed with them for 6 steps of 2 rows.
 */
class PyTorchTest {
  private static final int STEPS = 6;
  private static final int ROWS = 2;
  private static final int HIDDEN = 5;

  private final Network network = Network.of(Examples.spec(3, HIDDEN, 2, 2));
  private final Workspace workspace = network.workspace(STEPS, ROWS, STEPS);
  private final float[] state = new float[network.stateSize(ROWS)];

  @Test
  void weightsOfPyTorchComputeWhatPyTorchComputed() throws IOException {
    JsonNode pass = Json.MAPPER.readTree(resource("pass.json"));
    Batch batch = new Batch(STEPS, ROWS, 3, 2, STEPS);
    System.arraycopy(floats(pass.get("x")), 0, batch.x, 0, batch.x.length);
    workspace.forward(weights(), batch, state);
    assertThat(workspace.outputs()).containsExactly(floats(pass.get("y")), within(2e-6f));
    assertThat(states(0)).containsExactly(floats(pass.get("h")), within(2e-6f));
    assertThat(states(1)).containsExactly(floats(pass.get("c")), within(2e-6f));
  }

  private float[] weights() throws IOException {
    try (InputStream in = resource("weights.safetensors")) {
      return ModelFiles.readWeights("pytorch", in, network.spec());
    }
  }

  /** PyTorch keeps h and c apart, [layers, B, H]; ours lie layer by layer. */
  private float[] states(int carried) {
    int block = ROWS * HIDDEN;
    float[] out = new float[2 * block];
    for (int layer = 0; layer < 2; layer++) {
      System.arraycopy(state, (2 * layer + carried) * block, out, layer * block, block);
    }
    return out;
  }

  private static float[] floats(JsonNode array) {
    float[] out = new float[array.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = array.get(i).floatValue();
    }
    return out;
  }

  private static InputStream resource(String file) {
    return PyTorchTest.class.getResourceAsStream("/models/pytorch/" + file);
  }
}
