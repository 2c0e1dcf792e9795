package org.sluice.engine.optim;

import java.io.Serializable;
import org.sluice.engine.base.Require;

/**
 * Which {@link Schedule}, and how it is set. A setting that a kind does not read has no effect on
 * it.
 *
 * @param by what is counted: every length here is so many of them
 * @param warmUp how long the rate rises before the schedule begins; 0 for not at all
 * @param first factor that the rise starts from
 * @param every STEP: how long a step is
 * @param gamma STEP, EXPONENTIAL and REDUCE_ON_PLATEAU: what a fall multiplies by
 * @param length COSINE: how long it falls; 0 for all that is left of the training
 * @param least COSINE and REDUCE_ON_PLATEAU: the factor that the rate does not fall below
 * @param patience REDUCE_ON_PLATEAU: validations without a better loss that are put up with
 * @param threshold REDUCE_ON_PLATEAU: by what part of the best loss another must be better
 * @param cooldown REDUCE_ON_PLATEAU: validations behind a fall that do not count
 */
public record ScheduleSettings(
    ScheduleKind kind,
    By by,
    long warmUp,
    double first,
    long every,
    double gamma,
    long length,
    double least,
    int patience,
    double threshold,
    int cooldown)
    implements Serializable {

  /** What a schedule counts. */
  public enum By {
    ROUNDS,
    EPOCHS
  }

  public ScheduleSettings {
    Require.that(warmUp >= 0, "training.schedule.warmUp must be at least 0, got %d", warmUp);
    Require.between("training.schedule.first", first, 0, 1);
    Require.that(every >= 1, "training.schedule.every must be at least 1, got %d", every);
    Require.between("training.schedule.gamma", gamma, 0, 1);
    Require.that(length >= 0, "training.schedule.length must be at least 0, got %d", length);
    Require.between("training.schedule.least", least, 0, 1);
    Require.atLeast("training.schedule.patience", patience, 0);
    Require.between("training.schedule.threshold", threshold, 0, 1);
    Require.atLeast("training.schedule.cooldown", cooldown, 0);
  }

  /** The schedule of a training of {@code total} rounds or epochs, whichever {@link #by} says. */
  public Schedule schedule(long total) {
    Schedule main =
        switch (kind) {
          case CONSTANT -> new Schedule.Constant();
          case STEP -> new Schedule.Step(every, gamma);
          case EXPONENTIAL -> new Schedule.Exponential(gamma);
          case COSINE ->
              new Schedule.Cosine(length > 0 ? length : Math.max(1, total - warmUp), least);
          case REDUCE_ON_PLATEAU ->
              new Schedule.Plateau(gamma, patience, threshold, cooldown, least);
        };
    return warmUp == 0 ? main : new Schedule.WarmUp(warmUp, first, main);
  }
}
