package org.sluice.engine.network;

import java.io.Serializable;
import org.sluice.engine.base.Require;

/**
 * What a layer's parameters and its state are before training. Biases are 0 but for those named
 * here.
 *
 * @param weights how the layer's matrices are drawn
 * @param bound of {@code weights = uniform}
 * @param orthogonal whether each gate's recurrent matrix is drawn orthogonal (Saxe et al. 2014)
 * @param forgetBias of an LSTM's forget gate
 * @param highwayBias of the gate of a highway connection
 * @param state where a series begins
 * @param stateBound of {@code state = random}
 */
public record InitialisationSpec(
    Weights weights,
    double bound,
    boolean orthogonal,
    double forgetBias,
    double highwayBias,
    State state,
    double stateBound)
    implements Serializable {
  static final double FORGET_BIAS = 1;

  public static final InitialisationSpec PLAIN =
      new InitialisationSpec(Weights.DEFAULT, 0.1, false, FORGET_BIAS, -2, State.ZERO, 0.1);

  private static final double MOST = 100;

  /** How a matrix from I inputs to the H units of a gate is drawn: uniform in ± a bound. */
  public enum Weights {
    /** 1 / sqrt(H), as PyTorch. */
    DEFAULT,
    /** The setting {@code bound}. */
    UNIFORM,
    /** sqrt(6 / (I + H)) (Glorot and Bengio 2010). */
    XAVIER,
    /** sqrt(6 / I) (He et al. 2015). */
    HE
  }

  /** The state that a layer starts from where a series begins. */
  public enum State {
    ZERO,
    /** Uniform in ±{@code stateBound}, another one each time, while training; else zero. */
    RANDOM,
    /** Parameters, zero at first. */
    LEARNED
  }

  public InitialisationSpec {
    Require.between("model.layers.initialisation.bound", bound, 0, MOST);
    Require.between("model.layers.initialisation.forgetBias", forgetBias, -MOST, MOST);
    Require.between("model.layers.initialisation.highwayBias", highwayBias, -MOST, MOST);
    Require.above("model.layers.initialisation.stateBound", stateBound, 0);
  }

  public InitialisationSpec with(Weights weights) {
    return new InitialisationSpec(
        weights, bound, orthogonal, forgetBias, highwayBias, state, stateBound);
  }

  public InitialisationSpec with(State state) {
    return new InitialisationSpec(
        weights, bound, orthogonal, forgetBias, highwayBias, state, stateBound);
  }

  public InitialisationSpec asOrthogonal() {
    return new InitialisationSpec(weights, bound, true, forgetBias, highwayBias, state, stateBound);
  }

  public InitialisationSpec withForgetBias(double bias) {
    return new InitialisationSpec(weights, bound, orthogonal, bias, highwayBias, state, stateBound);
  }

  /** Whether the parameters are other ones, or drawn otherwise, than those of a plain layer. */
  boolean changesWeights() {
    return weights != Weights.DEFAULT || orthogonal || forgetBias != FORGET_BIAS;
  }
}
