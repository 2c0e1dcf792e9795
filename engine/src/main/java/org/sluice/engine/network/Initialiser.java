package org.sluice.engine.network;

import java.util.List;
import java.util.Optional;
import org.sluice.engine.base.Draws;
import org.sluice.engine.cell.Initialisation;
import org.sluice.engine.params.Block;

/**
 * Draws what of a layer's parameters its settings want otherwise than its cell does, over what the
 * cell has drawn.
 *
 * @param blocks the layer's
 */
record Initialiser(InitialisationSpec spec, CellKind cell, List<Block> blocks) {
  private static final int FORGET = 1; // the gate, in each unit that has one of the name

  void initialise(float[] theta, Draws draws) {
    for (int k = 0; k < blocks.size(); k++) {
      Block block = blocks.get(k);
      if (block.vector()) {
        forgetBias(block, theta);
      } else if (spec.orthogonal() && LayerBuilder.recurs(block)) {
        Initialisation.orthogonal(block, theta, draws.at(k));
      } else {
        Draws own = draws.at(k);
        bound(block).ifPresent(b -> Initialisation.uniform(block, theta, own, b.floatValue()));
      }
    }
  }

  private Optional<Double> bound(Block w) {
    return switch (spec.weights()) {
      case DEFAULT -> Optional.empty();
      case UNIFORM -> Optional.of(spec.bound());
      case XAVIER -> Optional.of(Math.sqrt(6.0 / (w.depth() + w.units())));
      case HE -> Optional.of(Math.sqrt(6.0 / w.depth()));
    };
  }

  private void forgetBias(Block vector, float[] theta) {
    if (cell.forgets() && vector.gates() > FORGET && vector.name().contains(".bias")) {
      Initialisation.constant(vector, FORGET, theta, (float) spec.forgetBias());
    }
  }
}
