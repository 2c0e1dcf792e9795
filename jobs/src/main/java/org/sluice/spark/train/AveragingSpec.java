package org.sluice.spark.train;

import java.util.List;
import java.util.Optional;
import org.sluice.engine.base.Require;
import org.sluice.engine.optim.BlockMomentum;
import org.sluice.engine.optim.BoundedUpdate;
import org.sluice.engine.optim.GradientDescent;
import org.sluice.engine.optim.OuterNesterov;
import org.sluice.engine.optim.OuterOptimizer;
import org.sluice.engine.optim.PlainAverage;
import org.sluice.engine.params.Block;

/**
 * How replicas become one model again. A setting that a kind does not read has no effect on it.
 *
 * @param momentum of BLOCK_MOMENTUM and NESTEROV, from round to round; absent: 1 - 1/N
 * @param rate of BLOCK_MOMENTUM and NESTEROV, what a round's update is multiplied by
 * @param looksAhead BLOCK_MOMENTUM: whether replicas start from where the momentum leads (its form
 *     after Nesterov)
 * @param warmStart BLOCK_MOMENTUM: part of the first epoch's rounds in which replica 0 trains alone
 *     before the others begin
 * @param bound on the length of a round's update; infinity for none
 * @param atSync what becomes of the local optimizers' state; absent: it is averaged where one
 *     replica or NESTEROV trains, else reset
 */
public record AveragingSpec(
    Kind kind,
    Optional<Double> momentum,
    double rate,
    boolean looksAhead,
    double warmStart,
    double bound,
    Optional<AtSync> atSync) {

  /** The outer optimizers. */
  public enum Kind {
    /** {@link PlainAverage}. */
    AVERAGE,
    /** {@link BlockMomentum}. */
    BLOCK_MOMENTUM,
    /** {@link OuterNesterov}. */
    NESTEROV,
    /** {@link GradientDescent}. */
    GRADIENT
  }

  /** What becomes of a local optimizer's state at a sync. */
  public enum AtSync {
    RESET,
    AVERAGE
  }

  public AveragingSpec {
    momentum.ifPresent(m -> Require.between("training.averaging.momentum", m, 0, 0.9999));
    Require.above("training.averaging.rate", rate, 0);
    Require.between("training.averaging.warmStart", warmStart, 0, 1);
    Require.that(bound > 0, "training.averaging.bound must be above 0, got %s", bound);
  }

  boolean takesGradients() {
    return kind == Kind.GRADIENT;
  }

  boolean keepsOptimizer(int replicas) {
    AtSync fallback = kind == Kind.NESTEROV || replicas == 1 ? AtSync.AVERAGE : AtSync.RESET;
    return atSync.orElse(fallback) == AtSync.AVERAGE;
  }

  /** Part of the first epoch's rounds that is replica 0's alone. */
  double warmStart(int replicas) {
    return kind == Kind.BLOCK_MOMENTUM && replicas > 1 ? warmStart : 0;
  }

  /**
   * The outer optimizer of a whole training.
   *
   * @param frozen blocks that training leaves as they are
   */
  OuterOptimizer outer(TrainingSpec training, List<Block> frozen) {
    double fallback = 1 - 1.0 / training.replicas();
    return switch (kind) {
      case AVERAGE -> bounded(new PlainAverage());
      case BLOCK_MOMENTUM ->
          bounded(new BlockMomentum(momentum.orElse(fallback), rate, looksAhead));
      case NESTEROV -> bounded(new OuterNesterov(momentum.orElse(fallback), rate));
      case GRADIENT -> new GradientDescent(training.optimizer(), training.clip(), frozen);
    };
  }

  private OuterOptimizer bounded(OuterOptimizer outer) {
    return Double.isInfinite(bound) ? outer : new BoundedUpdate(outer, bound);
  }
}
