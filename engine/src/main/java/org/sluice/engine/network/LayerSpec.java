package org.sluice.engine.network;

import java.io.Serializable;
import org.sluice.engine.base.Require;

/**
 * One recurrent layer of a network.
 *
 * @param hidden units of the cell, H; of each direction
 * @param projection width of an LSTM's recurrent projection; 0 for none
 * @param nonRecurrentProjection width of the part of the projection that is output but does not
 *     recur; 0 for none
 * @param peepholes whether an LSTM's gates see the cell state
 * @param reset where a GRU's reset gate stands
 * @param dropout what is left out at random in training
 * @param connection what goes round the layer
 * @param frozen whether training leaves its parameters as they are
 */
public record LayerSpec(
    CellKind cell,
    int hidden,
    int projection,
    int nonRecurrentProjection,
    boolean peepholes,
    Reset reset,
    Direction direction,
    DropoutSpec dropout,
    Connection connection,
    boolean frozen)
    implements Serializable {
  public LayerSpec {
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
    Require.that(
        dropout.weights() == 0 || cell != CellKind.MIN_GRU,
        "model.layers.dropout.weights leaves out recurrent weights, which cell = min-gru has not"
            + " got, got %s",
        dropout.weights());
  }

  /** A layer without any extras. */
  public LayerSpec(CellKind cell, int hidden) {
    this(
        cell,
        hidden,
        0,
        0,
        false,
        Reset.AFTER,
        Direction.FORWARD,
        DropoutSpec.NONE,
        Connection.NONE,
        false);
  }

  public LayerSpec withProjection(int recurrent, int nonRecurrent) {
    return new LayerSpec(
        cell,
        hidden,
        recurrent,
        nonRecurrent,
        peepholes,
        reset,
        direction,
        dropout,
        connection,
        frozen);
  }

  public LayerSpec withPeepholes() {
    return cellOptions(true, reset);
  }

  public LayerSpec with(Reset reset) {
    return cellOptions(peepholes, reset);
  }

  public LayerSpec with(Direction direction) {
    return extras(direction, dropout, connection, frozen);
  }

  public LayerSpec with(DropoutSpec dropout) {
    return extras(direction, dropout, connection, frozen);
  }

  public LayerSpec with(Connection connection) {
    return extras(direction, dropout, connection, frozen);
  }

  public LayerSpec asFrozen() {
    return extras(direction, dropout, connection, true);
  }

  /** Whether the two layers are alike in what their parameters are. */
  boolean sameModule(LayerSpec other) {
    LayerSpec own = extras(direction, DropoutSpec.NONE, Connection.NONE, false);
    return own.equals(other.extras(other.direction, DropoutSpec.NONE, Connection.NONE, false));
  }

  private LayerSpec cellOptions(boolean peepholes, Reset reset) {
    return new LayerSpec(
        cell,
        hidden,
        projection,
        nonRecurrentProjection,
        peepholes,
        reset,
        direction,
        dropout,
        connection,
        frozen);
  }

  private LayerSpec extras(
      Direction direction, DropoutSpec dropout, Connection connection, boolean frozen) {
    return new LayerSpec(
        cell,
        hidden,
        projection,
        nonRecurrentProjection,
        peepholes,
        reset,
        direction,
        dropout,
        connection,
        frozen);
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
