package org.sluice.engine.optim;

import java.io.Serializable;
import org.sluice.engine.base.Require;

/**
 * How the learning rate changes over a training: a pure function of how much is done and of the
 * validation losses so far, never of the clock, so that a training taken up again goes on with the
 * rate it would have had. A checkpoint that holds the losses holds all that a schedule remembers.
 */
public sealed interface Schedule extends Serializable {
  /**
   * What the base rate is multiplied by.
   *
   * @param done rounds, or epochs, completed: 0 for the first; the caller says which of the two
   * @param losses validation losses so far, the oldest first; empty where none are made
   */
  double factor(long done, double[] losses);

  /** Always the base rate. */
  record Constant() implements Schedule {
    @Override
    public double factor(long done, double[] losses) {
      return 1;
    }
  }

  /** {@code gamma ^ (done / every)}, the quotient rounded down: torch's StepLR. */
  record Step(long every, double gamma) implements Schedule {
    public Step {
      Require.that(every >= 1, "training.schedule.every must be at least 1, got %d", every);
      Require.between("training.schedule.gamma", gamma, 0, 1);
    }

    @Override
    public double factor(long done, double[] losses) {
      long falls = done / every;
      return StrictMath.pow(gamma, (double) falls);
    }
  }

  /** {@code gamma ^ done}: torch's ExponentialLR. */
  record Exponential(double gamma) implements Schedule {
    public Exponential {
      Require.between("training.schedule.gamma", gamma, 0, 1);
    }

    @Override
    public double factor(long done, double[] losses) {
      return StrictMath.pow(gamma, (double) done);
    }
  }

  /**
   * Half a cosine from 1 down to {@code least} over {@code length} rounds or epochs, then {@code
   * least} (Loshchilov and Hutter 2017, without restarts): torch's CosineAnnealingLR as far as it
   * falls.
   */
  record Cosine(long length, double least) implements Schedule {
    public Cosine {
      Require.that(length >= 1, "training.schedule.length must be at least 1, got %d", length);
      Require.between("training.schedule.least", least, 0, 1);
    }

    @Override
    public double factor(long done, double[] losses) {
      double part = Math.min(done, length) / (double) length;
      return least + (1 - least) * (1 + StrictMath.cos(Math.PI * part)) / 2;
    }
  }

  /**
   * Rises in a line from {@code first} to 1 over {@code length} rounds or epochs, torch's LinearLR;
   * then {@code after} begins, at its own 0 but with all the losses.
   */
  record WarmUp(long length, double first, Schedule after) implements Schedule {
    public WarmUp {
      Require.that(length >= 1, "training.schedule.warmUp must be at least 1, got %d", length);
      Require.between("training.schedule.first", first, 0, 1);
    }

    @Override
    public double factor(long done, double[] losses) {
      return done < length
          ? first + (1 - first) * done / length
          : after.factor(done - length, losses);
    }
  }

  /**
   * Multiplies by {@code gamma} where the validation loss has not got better for more than {@code
   * patience} validations, but never below {@code least}: torch's ReduceLROnPlateau, mode min. A
   * loss is better where it lies below the best by more than {@code threshold} of the best's size;
   * one that is not a number never is. The {@code cooldown} validations behind a reduction do not
   * count.
   */
  record Plateau(double gamma, int patience, double threshold, int cooldown, double least)
      implements Schedule {
    public Plateau {
      Require.between("training.schedule.gamma", gamma, 0, 1);
      Require.atLeast("training.schedule.patience", patience, 0);
      Require.between("training.schedule.threshold", threshold, 0, 1);
      Require.atLeast("training.schedule.cooldown", cooldown, 0);
      Require.between("training.schedule.least", least, 0, 1);
    }

    @Override
    public double factor(long done, double[] losses) {
      double factor = 1;
      double best = Double.POSITIVE_INFINITY;
      int worse = 0;
      int resting = 0;
      for (double loss : losses) {
        if (loss < (Double.isInfinite(best) ? best : best - threshold * Math.abs(best))) {
          best = loss;
          worse = 0;
        } else {
          worse++;
        }
        if (resting > 0) {
          resting--;
          worse = 0;
        }
        if (worse > patience) {
          factor = Math.max(factor * gamma, least);
          resting = cooldown;
          worse = 0;
        }
      }
      return factor;
    }
  }
}
