package org.sluice.spark.sample;

/** The air around the pumps in °C: a mild winter that turns into spring, days, and weather. */
final class Weather {
  private final double[] spells =
      Noise.of(0, "weather").wandering(Calendar.STEPS, 3.0, 1.5 * Calendar.STEPS_PER_DAY);

  double celsius(int step) {
    double daily = StrictMath.sin(2 * StrictMath.PI * (Calendar.hourOfDay(step) - 9) / 24);
    return 9 + 0.03 * Calendar.day(step) + 3.5 * daily + spells[step];
  }
}
