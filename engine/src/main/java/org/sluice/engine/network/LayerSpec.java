package org.sluice.engine.network;

import java.io.Serializable;
import org.sluice.engine.base.Inline;
import org.sluice.engine.base.Require;

/**
 * One recurrent layer of a network.
 *
 * @param unit what it is made of
 * @param normalise whether its outputs are normalised at each step (Ba, Kiros and Hinton 2016)
 * @param dropout what is left out at random in training
 * @param connection what goes round the layer
 * @param initialisation what its parameters and its state are at first
 * @param frozen whether training leaves its parameters as they are
 */
public record LayerSpec(
    @Inline CellSpec unit,
    Direction direction,
    boolean normalise,
    DropoutSpec dropout,
    Connection connection,
    InitialisationSpec initialisation,
    boolean frozen)
    implements Serializable {
  public LayerSpec {
    Require.that(
        dropout.weights() == 0 || unit.cell() != CellKind.MIN_GRU,
        "model.layers.dropout.weights leaves out recurrent weights, which cell = min-gru has not"
            + " got, got %s",
        dropout.weights());
    Require.that(
        dropout.candidate() == 0 || unit.cell() == CellKind.LSTM || unit.cell() == CellKind.GRU,
        "model.layers.dropout.candidate goes with cell = lstm or gru only, got cell = %s",
        Require.written(unit.cell()));
    Require.that(
        !initialisation.orthogonal() || unit.cell() != CellKind.MIN_GRU,
        "model.layers.initialisation.orthogonal is of recurrent weights, which cell = min-gru has"
            + " not got");
    Require.that(
        initialisation.forgetBias() == InitialisationSpec.FORGET_BIAS || unit.cell().forgets(),
        "model.layers.initialisation.forgetBias goes with LSTMs only, got %s with cell = %s",
        initialisation.forgetBias(),
        Require.written(unit.cell()));
  }

  /** A layer without any extras. */
  public LayerSpec(CellKind cell, int hidden) {
    this(
        new CellSpec(cell, hidden, 0, 0, false, Reset.AFTER),
        Direction.FORWARD,
        false,
        DropoutSpec.NONE,
        Connection.NONE,
        InitialisationSpec.PLAIN,
        false);
  }

  public CellKind cell() {
    return unit.cell();
  }

  public int hidden() {
    return unit.hidden();
  }

  public LayerSpec withProjection(int recurrent, int nonRecurrent) {
    return with(
        new CellSpec(cell(), hidden(), recurrent, nonRecurrent, unit.peepholes(), unit.reset()));
  }

  public LayerSpec withPeepholes() {
    return with(
        new CellSpec(
            cell(),
            hidden(),
            unit.projection(),
            unit.nonRecurrentProjection(),
            true,
            unit.reset()));
  }

  public LayerSpec with(Reset reset) {
    return with(
        new CellSpec(
            cell(),
            hidden(),
            unit.projection(),
            unit.nonRecurrentProjection(),
            unit.peepholes(),
            reset));
  }

  private LayerSpec with(CellSpec unit) {
    return new LayerSpec(unit, direction, normalise, dropout, connection, initialisation, frozen);
  }

  public LayerSpec with(Direction direction) {
    return new LayerSpec(unit, direction, normalise, dropout, connection, initialisation, frozen);
  }

  public LayerSpec asNormalised() {
    return new LayerSpec(unit, direction, true, dropout, connection, initialisation, frozen);
  }

  public LayerSpec with(DropoutSpec dropout) {
    return new LayerSpec(unit, direction, normalise, dropout, connection, initialisation, frozen);
  }

  public LayerSpec with(Connection connection) {
    return new LayerSpec(unit, direction, normalise, dropout, connection, initialisation, frozen);
  }

  public LayerSpec with(InitialisationSpec initialisation) {
    return new LayerSpec(unit, direction, normalise, dropout, connection, initialisation, frozen);
  }

  public LayerSpec asFrozen() {
    return new LayerSpec(unit, direction, normalise, dropout, connection, initialisation, true);
  }

  /** Whether the two layers are alike in what their parameters are. */
  boolean sameModule(LayerSpec other) {
    return unit.equals(other.unit) && direction == other.direction;
  }
}
