package org.sluice.engine.io;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Map;
import org.sluice.engine.base.Draws;
import org.sluice.engine.network.CellKind;
import org.sluice.engine.network.LayerSpec;
import org.sluice.engine.network.Network;
import org.sluice.engine.network.NetworkSpec;
import org.sluice.engine.params.Block;
import org.sluice.engine.params.ParameterLayout;

/** Small models with weights in them, and a small checkpoint. */
final class Examples {
  private Examples() {}

  /** LSTM layers of one width and a dense layer on top. */
  static ParameterLayout layout(int inputs, int hidden, int layers, int outputs) {
    return layout(spec(inputs, hidden, layers, outputs));
  }

  static ParameterLayout layout(NetworkSpec spec) {
    return Network.of(spec).layout();
  }

  static NetworkSpec spec(int inputs, int hidden, int layers, int outputs) {
    LayerSpec layer = new LayerSpec(CellKind.LSTM, hidden);
    return new NetworkSpec(inputs, Collections.nCopies(layers, layer), outputs);
  }

  /** Random weights; padding zero. */
  static float[] theta(ParameterLayout layout, long seed) {
    float[] theta = new float[layout.size()];
    Draws draws = Draws.of(seed, Draws.Purpose.WEIGHTS);
    int i = 0;
    for (Block block : layout.blocks()) {
      float[] values = new float[block.elements()];
      for (int j = 0; j < values.length; j++) {
        values[j] = draws.uniform(i++, 1);
      }
      block.write(values, theta);
    }
    return theta;
  }

  static Model model(NetworkSpec spec, float[] theta) {
    ObjectNode preprocessing = Json.MAPPER.createObjectNode();
    preprocessing.put("stepMillis", 900_000L).put("scale", "standard");
    preprocessing.putArray("means").add(0.1).add(1e-300).add(Math.PI);
    return new Model(spec, theta, preprocessing, Map.of("job", "pümps", "seed", "42"));
  }

  /** Two layers of two units: small enough to damage every byte. */
  static Model small() {
    NetworkSpec spec = spec(1, 2, 2, 1);
    return model(spec, theta(layout(spec), 7));
  }

  static MemoryStore written(Model model) {
    try {
      MemoryStore store = new MemoryStore();
      ModelFiles.write(model, store);
      return store;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A few numbers of each kind. */
  static Checkpoint checkpoint() {
    Map<String, float[]> arrays =
        Map.of(
            "theta", new float[] {1, -0f, 1e-45f, 0.1f},
            "state.0", new float[] {2.5f, Float.NEGATIVE_INFINITY},
            "state.1", new float[0]);
    Map<String, double[]> numbers =
        Map.of("epoch", new double[] {3}, "losses", new double[] {0.1, Double.NaN, 1e-300});
    ObjectNode about = Json.MAPPER.createObjectNode().put("training.optimizer.rate", "0.1");
    return new Checkpoint(arrays, numbers, about, "{\"event\":\"round\",\"name\":\"pümps\"}\n");
  }

  static MemoryStore written(Checkpoint checkpoint) {
    try {
      MemoryStore store = new MemoryStore();
      CheckpointFiles.write(checkpoint, store);
      return store;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
