package org.sluice.spark.sample;

/**
 * A pump's load in percent: working hours that end early on Fridays, quiet weekends with a filling
 * run on Sunday evening, a duty cycle of some hours, and now and then a stand-by.
 */
final class Load {
  private static final double RAMP_HOURS = 1.0;

  private final double opens;
  private final double closes;
  private final double busy;
  private final double quiet;
  private final double cycleHours;
  private final double[] wobble;
  private final boolean[] standby = new boolean[Calendar.STEPS];

  Load(int pump) {
    Noise traits = Noise.of(pump, "load traits");
    opens = traits.between(0, 5, 8);
    closes = traits.between(1, 17, 21);
    busy = traits.between(2, 66, 78);
    quiet = traits.between(3, 26, 36);
    cycleHours = traits.between(4, 4, 6);
    wobble = Noise.of(pump, "wobble").wandering(Calendar.STEPS, 3.5, 6);
    planStandby(Noise.of(pump, "standby"));
  }

  /** On average every eighth day, for two to six hours. */
  private void planStandby(Noise noise) {
    for (int t = 0; t < Calendar.STEPS; t++) {
      if (noise.happens(2L * t, 1.0 / (8 * Calendar.STEPS_PER_DAY))) {
        int until = t + (int) noise.between(2L * t + 1, 8, 24);
        for (int s = t; s < Math.min(until, Calendar.STEPS); s++) {
          standby[s] = true;
        }
      }
    }
  }

  double percent(int step) {
    if (standby[step]) {
      return 0;
    }
    double working = working(step);
    double cycle = cycleHigh(step) ? 9 : -9;
    double level = quiet + working * (busy - quiet + cycle);
    return Math.max(5, Math.min(100, level + wobble[step]));
  }

  private boolean cycleHigh(int step) {
    double hours = (double) step / Calendar.STEPS_PER_HOUR;
    return hours / cycleHours % 1 < 0.5;
  }

  /** 0 at rest, 1 in working hours, in between on the ramps. */
  private double working(int step) {
    double hour = Calendar.hourOfDay(step);
    return switch (Calendar.weekday(step)) {
      case 4 -> between(hour, opens, closes - 4);
      case 5 -> 0;
      case 6 -> 0.5 * between(hour, 20, 22.5);
      default -> between(hour, opens, closes);
    };
  }

  private static double between(double hour, double from, double to) {
    double rise = (hour - from) / RAMP_HOURS;
    double fall = (to - hour) / RAMP_HOURS;
    return Math.max(0, Math.min(1, Math.min(rise, fall)));
  }
}
