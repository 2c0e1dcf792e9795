package org.sluice.engine.optim;

/** The schedules; {@link ScheduleSettings} says which settings each reads. */
public enum ScheduleKind {
  /** {@link Schedule.Constant}. */
  CONSTANT,
  /** {@link Schedule.Step}. */
  STEP,
  /** {@link Schedule.Exponential}. */
  EXPONENTIAL,
  /** {@link Schedule.Cosine}. */
  COSINE,
  /** {@link Schedule.Plateau}. */
  REDUCE_ON_PLATEAU
}
