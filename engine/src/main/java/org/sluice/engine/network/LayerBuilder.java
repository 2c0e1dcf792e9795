package org.sluice.engine.network;

import java.util.EnumMap;
import java.util.Map;
import org.sluice.engine.base.Require;
import org.sluice.engine.cell.BlockNames;
import org.sluice.engine.cell.Cell;
import org.sluice.engine.cell.CoupledLstmCell;
import org.sluice.engine.cell.GruCell;
import org.sluice.engine.cell.LayerNormGruCell;
import org.sluice.engine.cell.LayerNormLstmCell;
import org.sluice.engine.cell.LstmCell;
import org.sluice.engine.cell.MguCell;
import org.sluice.engine.cell.MinGruCell;
import org.sluice.engine.cell.ResetBeforeGruCell;
import org.sluice.engine.cell.RnnCell;
import org.sluice.engine.cell.RnnCell.Activation;
import org.sluice.engine.layer.Bidirectional;
import org.sluice.engine.layer.Layer;
import org.sluice.engine.layer.Recurrent;
import org.sluice.engine.params.ParameterLayout;

/**
 * Builds recurrent layers from the bottom up. It names them as PyTorch does: consecutive layers of
 * one description are the layers 0, 1, … of one module.
 */
final class LayerBuilder {
  private final ParameterLayout.Builder layout;
  private final Map<CellKind, Integer> stacks = new EnumMap<>(CellKind.class);
  private LayerSpec last;
  private int index;

  LayerBuilder(ParameterLayout.Builder layout) {
    this.layout = layout;
  }

  Layer next(LayerSpec spec, int inputs) {
    BlockNames names = names(spec);
    Cell forwards = cell(spec, names, inputs);
    if (spec.direction() == Direction.FORWARD) {
      return new Recurrent(forwards, false);
    }
    Cell backwards = cell(spec, names.reversed(), inputs);
    return new Bidirectional(forwards, backwards, spec.direction() == Direction.SUM);
  }

  private BlockNames names(LayerSpec spec) {
    boolean same = spec.equals(last);
    index = same ? index + 1 : 0;
    int stack = stacks.merge(spec.cell(), same ? 0 : 1, Integer::sum);
    last = spec;
    String kind = Require.written(spec.cell()).replace('-', '_');
    return new BlockNames(stack == 1 ? kind : kind + stack, index, false);
  }

  private Cell cell(LayerSpec spec, BlockNames names, int inputs) {
    int hidden = spec.hidden();
    return switch (spec.cell()) {
      case LSTM -> new LstmCell(names, inputs, hidden, options(spec), layout);
      case GRU ->
          spec.reset() == Reset.AFTER
              ? new GruCell(names, inputs, hidden, layout)
              : new ResetBeforeGruCell(names, inputs, hidden, layout);
      case RNN_TANH -> new RnnCell(names, inputs, hidden, Activation.TANH, layout);
      case RNN_RELU -> new RnnCell(names, inputs, hidden, Activation.RELU, layout);
      case COUPLED_LSTM -> new CoupledLstmCell(names, inputs, hidden, layout);
      case MGU -> new MguCell(names, inputs, hidden, layout);
      case MIN_GRU -> new MinGruCell(names, inputs, hidden, layout);
      case LAYER_NORM_LSTM -> new LayerNormLstmCell(names, inputs, hidden, layout);
      case LAYER_NORM_GRU -> new LayerNormGruCell(names, inputs, hidden, layout);
    };
  }

  private static LstmCell.Options options(LayerSpec spec) {
    return new LstmCell.Options(spec.peepholes(), spec.projection(), spec.nonRecurrentProjection());
  }
}
