package org.sluice.engine.network;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Draws.Purpose;
import org.sluice.engine.cell.BlockNames;
import org.sluice.engine.cell.Cell;
import org.sluice.engine.cell.GruCell;
import org.sluice.engine.cell.LstmCell;
import org.sluice.engine.layer.Dense;
import org.sluice.engine.layer.Layer;
import org.sluice.engine.layer.Recurrent;
import org.sluice.engine.params.ParameterLayout;

/**
 * The structure of a network: which layers, and where their parameters lie. Immutable, shared by
 * all threads.
 */
public final class Network {
  private final NetworkSpec spec;
  private final List<Layer> layers = new ArrayList<>();
  private final Dense head;
  private final ParameterLayout layout;

  private Network(NetworkSpec spec) {
    this.spec = spec;
    ParameterLayout.Builder builder = ParameterLayout.builder();
    StackNames names = new StackNames();
    int width = spec.inputs();
    for (LayerSpec layer : spec.layers()) {
      Layer built = new Recurrent(cell(layer, names.next(layer), width, builder), false);
      layers.add(built);
      width = built.outputs();
    }
    head = new Dense("head", width, spec.outputs(), builder);
    layout = builder.build();
  }

  public static Network of(NetworkSpec spec) {
    return new Network(spec);
  }

  private static Cell cell(
      LayerSpec layer, BlockNames names, int inputs, ParameterLayout.Builder builder) {
    return switch (layer.cell()) {
      case LSTM -> new LstmCell(names, inputs, layer.hidden(), LstmCell.Options.PLAIN, builder);
      case GRU -> new GruCell(names, inputs, layer.hidden(), builder);
    };
  }

  public NetworkSpec spec() {
    return spec;
  }

  public ParameterLayout layout() {
    return layout;
  }

  /**
   * Fresh parameters drawn from {@code seed}: weights uniform ±1/sqrt(H), biases 0, forget biases
   * 1.
   */
  public float[] initialise(long seed) {
    float[] theta = new float[layout.size()];
    Draws draws = Draws.of(seed, Purpose.WEIGHTS);
    for (int l = 0; l < layers.size(); l++) {
      layers.get(l).initialise(theta, draws.at(l));
    }
    head.initialise(theta, draws.at(layers.size()));
    return theta;
  }

  /**
   * Floats of recurrent state of {@code rows} rows: for each layer and carried array [B, width].
   * Zero is the initial state.
   */
  public int stateSize(int rows) {
    return rows * layers.stream().mapToInt(Layer::stateWidth).sum();
  }

  /**
   * Buffers for a forward and backward pass over batches of this shape.
   *
   * @param targetSteps 1 where only a window's last step is a target, else {@code steps}
   */
  public Workspace workspace(int steps, int rows, int targetSteps) {
    return new Workspace(layers, head, steps, rows, targetSteps);
  }

  /**
   * Names stacks as PyTorch does: consecutive layers of one kind and width are the layers 0, 1, …
   * of one module.
   */
  private static final class StackNames {
    private final Map<CellKind, Integer> stacks = new EnumMap<>(CellKind.class);
    private LayerSpec last;
    private int index;

    BlockNames next(LayerSpec layer) {
      boolean same = layer.equals(last);
      index = same ? index + 1 : 0;
      int stack = stacks.merge(layer.cell(), same ? 0 : 1, Integer::sum);
      last = layer;
      String kind = layer.cell().name().toLowerCase(Locale.ROOT);
      return new BlockNames(stack == 1 ? kind : kind + stack, index, false);
    }
  }
}
