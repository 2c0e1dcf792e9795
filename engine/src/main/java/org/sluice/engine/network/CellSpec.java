package org.sluice.engine.network;

import java.io.Serializable;
import org.sluice.engine.base.Require;

/**
 * What a recurrent layer is made of.
 *
 * @param hidden units of the cell, H; of each direction
 * @param projection width of an LSTM's recurrent projection; 0 for none
 * @param nonRecurrentProjection width of the part of the projection that is output but does not
 *     recur; 0 for none
 * @param peepholes whether an LSTM's gates see the cell state
 * @param reset where a GRU's reset gate stands
 */
public record CellSpec(
    CellKind cell,
    int hidden,
    int projection,
    int nonRecurrentProjection,
    boolean peepholes,
    Reset reset)
    implements Serializable {
  public CellSpec {
    Require.atLeast("model.layers.hidden", hidden, 1);
    Require.atLeast("model.layers.projection", projection, 0);
    Require.atLeast("model.layers.nonRecurrentProjection", nonRecurrentProjection, 0);
    Require.that(
        projection > 0 || nonRecurrentProjection == 0,
        "model.layers.nonRecurrentProjection needs a projection beside it, got %d and none",
        nonRecurrentProjection);
    requireCell("projection", projection > 0, CellKind.LSTM, cell);
    requireCell("peepholes", peepholes, CellKind.LSTM, cell);
    requireCell("reset = before", reset == Reset.BEFORE, CellKind.GRU, cell);
  }

  private static void requireCell(String setting, boolean set, CellKind wanted, CellKind cell) {
    Require.that(
        !set || cell == wanted,
        "model.layers.%s goes with cell = %s only, got cell = %s",
        setting,
        Require.written(wanted),
        Require.written(cell));
  }
}
