package org.sluice.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.engine.cell.BlockNames;
import org.sluice.engine.cell.Cell;
import org.sluice.engine.cell.GruCell;
import org.sluice.engine.cell.LiveRows;
import org.sluice.engine.cell.LstmCell;
import org.sluice.engine.cell.ResetBeforeGruCell;
import org.sluice.engine.cell.Sequence;
import org.sluice.engine.layer.Bidirectional;
import org.sluice.engine.layer.Layer;
import org.sluice.engine.layer.Recurrent;
import org.sluice.engine.layer.Window;
import org.sluice.engine.params.Block;
import org.sluice.engine.params.ParameterLayout;

/**
 * Two layers of each gated unit forwards and back, beside what PyTorch 2.7.1 computed: the numbers
 * and the program that made them are in {@code models/pytorch/passes}.
 */
class PyTorchGradientsTest {
  private static final int T = 4;
  private static final int B = 3;
  private static final int I = 3;
  private static final int H = 5;
  private static final int P = 2;
  private static final float CLOSE = 1e-5f;

  private final Map<String, Tensor> golden = new LinkedHashMap<>();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lstm", "lstm-both", "lstmp", "lstmp-both",
        "gru", "gru-both", "gru-before", "gru-before-both"
      })
  void outputsAndEveryGradientAreThoseOfPyTorch(String pass) throws IOException {
    String file = "/models/pytorch/passes/" + pass + ".safetensors";
    try (InputStream in = PyTorchGradientsTest.class.getResourceAsStream(file)) {
      Safetensors.read(file, in).forEach(tensor -> golden.put(tensor.name(), tensor));
    }
    ParameterLayout.Builder builder = ParameterLayout.builder();
    List<Layer> layers = layers(pass, builder);
    ParameterLayout layout = builder.build();
    List<Tensor> weights = Weights.shapes(layout).keySet().stream().map(golden::get).toList();

    float[] gradient = new float[layout.size()];
    run(layers, Weights.theta(file, layout, weights), gradient);
    for (Block block : layout.blocks()) {
      assertThat(block.read(gradient))
          .as(block.name())
          .containsExactly(values("gradient." + block.name()), within(CLOSE));
    }
  }

  private static List<Layer> layers(String pass, ParameterLayout.Builder layout) {
    List<Layer> layers = new ArrayList<>();
    int inputs = I;
    for (int k = 0; k < 2; k++) {
      String stack = pass.startsWith("gru") ? "gru" : "lstm";
      BlockNames names = new BlockNames(stack, k, false);
      Cell cell = cell(pass, names, inputs, layout);
      Layer layer =
          pass.endsWith("-both")
              ? new Bidirectional(cell, cell(pass, names.reversed(), inputs, layout), false)
              : new Recurrent(cell, false);
      layers.add(layer);
      inputs = layer.outputs();
    }
    return layers;
  }

  private static Cell cell(
      String pass, BlockNames names, int inputs, ParameterLayout.Builder layout) {
    return switch (pass.replace("-both", "")) {
      case "lstm" -> new LstmCell(names, inputs, H, LstmCell.Options.PLAIN, layout);
      case "lstmp" -> new LstmCell(names, inputs, H, new LstmCell.Options(false, P, 0), layout);
      case "gru" -> new GruCell(names, inputs, H, layout);
      default -> new ResetBeforeGruCell(names, inputs, H, layout);
    };
  }

  /** Compares outputs, last states and the inputs' gradient on the way; fills the weights'. */
  private void run(List<Layer> layers, float[] theta, float[] gradient) {
    Window window = new Window(LiveRows.of(new int[] {T, T, T}, T), new boolean[T * B]);
    Layer low = layers.get(0);
    Layer top = layers.get(1);
    Layer.Pass lowPass = low.pass(T, B);
    Layer.Pass topPass = top.pass(T, B);
    float[][] states = {states(low, 0, "0"), states(top, 1, "0")};

    lowPass.forward(theta, new Sequence(values("x"), 0, I), window, states[0], 0);
    topPass.forward(theta, lowPass.outputs(), window, states[1], 0);
    assertThat(rows(topPass.outputs().data(), top.outputs()))
        .containsExactly(values("y"), within(CLOSE));
    assertThat(states[0]).containsExactly(states(low, 0, "n"), within(CLOSE));
    assertThat(states[1]).containsExactly(states(top, 1, "n"), within(CLOSE));

    float[] dLow = new float[T * B * Cell.padded(low.outputs())];
    float[] dx = new float[T * B * Cell.padded(I)];
    topPass.backward(theta, window, padded(values("dy"), top.outputs()), gradient, dLow);
    lowPass.backward(theta, window, dLow, gradient, dx);
    assertThat(rows(dx, I)).containsExactly(values("dx"), within(CLOSE));
  }

  /**
   * A layer's state before ("0") or behind ("n") the window. PyTorch keeps h and c apart, [layers,
   * B, width]; here they lie layer by layer.
   */
  private float[] states(Layer layer, int index, String when) {
    float[] state = new float[B * layer.stateWidth()];
    int at = 0;
    for (String carried : List.of("h", "c")) {
      if (at < state.length) {
        float[] all = values(carried + when);
        int block = all.length / 2;
        System.arraycopy(all, index * block, state, at, block);
        at += block;
      }
    }
    return state;
  }

  private float[] values(String name) {
    return golden.get(name).values();
  }

  /** T·B rows of {@code width} out of rows of padded width. */
  private static float[] rows(float[] padded, int width) {
    float[] out = new float[T * B * width];
    for (int r = 0; r < T * B; r++) {
      System.arraycopy(padded, r * Cell.padded(width), out, r * width, width);
    }
    return out;
  }

  private static float[] padded(float[] rows, int width) {
    float[] out = new float[T * B * Cell.padded(width)];
    for (int r = 0; r < T * B; r++) {
      System.arraycopy(rows, r * width, out, r * Cell.padded(width), width);
    }
    return out;
  }
}
