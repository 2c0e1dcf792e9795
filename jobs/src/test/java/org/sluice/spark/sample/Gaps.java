package org.sluice.spark.sample;

/** What a pump's recording lacks: single rows, hours of a silent logger, single values. */
final class Gaps {
  private static final double ROW = 0.002;
  private static final double VALUE = 0.002;
  private static final int OUTAGES = 3;
  private static final int MUTED_PUMP = 8;
  private static final int MUTED_SENSOR = 2;

  private final int pump;
  private final Noise noise;
  private final boolean[] silent = new boolean[Calendar.STEPS];

  Gaps(int pump) {
    this.pump = pump;
    noise = Noise.of(pump, "gaps");
    Noise outages = Noise.of(pump, "outages");
    for (int i = 0; i < OUTAGES; i++) {
      int from = (int) outages.between(2L * i, 0, Calendar.STEPS);
      int until = from + (int) outages.between(2L * i + 1, 12, 96);
      for (int t = from; t < Math.min(until, Calendar.STEPS); t++) {
        silent[t] = true;
      }
    }
  }

  boolean rowMissing(int step) {
    return silent[step] || noise.happens(5L * step, ROW);
  }

  /** Beside the odd value, one pump's vibration sensor is dead for a day and a half. */
  boolean valueMissing(int step, int sensor) {
    double day = Calendar.day(step);
    boolean muted = pump == MUTED_PUMP && sensor == MUTED_SENSOR && day >= 47.3 && day < 48.8;
    return muted || noise.happens(5L * step + 1 + sensor, VALUE);
  }
}
