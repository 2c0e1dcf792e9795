package org.sluice.spark.sample;

import java.math.BigDecimal;
import java.util.StringJoiner;
import org.sluice.spark.sample.Fault.Kind;

/**
 * One pump and its four sensors. Heat follows load and air with the lag of a heavy casing;
 * vibration follows load and wear; pressure falls with the flow.
 */
final class Pump {
  private static final double LAG_HOURS = 2.5;

  private final int number;
  private final Load load;
  private final Weather weather;
  private final Noise traits;
  private final Noise sensors;
  private final double[] rumble;
  private double celsius;

  Pump(int number, Weather weather) {
    this.number = number;
    this.weather = weather;
    load = new Load(number);
    traits = Noise.of(number, "traits");
    sensors = Noise.of(number, "sensors");
    rumble = Noise.of(number, "rumble").wandering(Calendar.STEPS, 0.06, 8);
    celsius = settled(0);
  }

  /** Moves the casing's heat on by one step and returns the row that is read then. */
  String row(int step, Gaps gaps) {
    celsius += (settled(step) - celsius) / (LAG_HOURS * Calendar.STEPS_PER_HOUR);
    StringJoiner row = new StringJoiner(",");
    row.add("P" + number).add(Calendar.written(step));
    row.add(read(gaps, step, 0, load.percent(step), 0));
    row.add(read(gaps, step, 1, celsius + 0.1 * sensors.normal(3L * step), 1));
    row.add(read(gaps, step, 2, vibration(step), 2));
    row.add(read(gaps, step, 3, pressure(step), 2));
    return row.toString();
  }

  /** °C at which the casing would settle under the present load. */
  private double settled(int step) {
    double work = StrictMath.pow(load.percent(step) / 100, 1.3);
    double friction = 7 * Fault.severity(number, Kind.BEARING, step);
    double heat = 1 + 0.35 * Fault.severity(number, Kind.COOLING, step);
    return weather.celsius(step) + 6 + work * (traits.between(0, 34, 42) * heat + friction);
  }

  /** mm/s, root mean square. */
  private double vibration(int step) {
    double work = load.percent(step) / 100;
    double bearing = StrictMath.pow(Fault.severity(number, Kind.BEARING, step), 2);
    double rattle = cavitating(step) ? 1.5 + 0.5 * sensors.normal(3L * step + 1) : 0;
    double level = traits.between(1, 0.9, 1.4) * (0.35 + 0.65 * work) + 0.002 * Calendar.day(step);
    return Math.max(0.05, level + work * (3.5 * bearing + rattle) + rumble[step]);
  }

  /** bar, behind the pump. */
  private double pressure(int step) {
    double work = load.percent(step) / 100;
    double lost = 0.6 * Fault.severity(number, Kind.CLOGGED_FILTER, step);
    double collapse = cavitating(step) ? 0.9 : 0;
    double level = traits.between(2, 6.0, 6.6) - 1.8 * work * work - lost - work * collapse;
    return (work == 0 ? 1.2 : level) + 0.03 * sensors.normal(3L * step + 2);
  }

  private boolean cavitating(int step) {
    return Fault.severity(number, Kind.CAVITATION, step) > 0;
  }

  private static String read(Gaps gaps, int step, int sensor, double value, int decimals) {
    return gaps.valueMissing(step, sensor)
        ? ""
        : BigDecimal.valueOf(StrictMath.round(value * StrictMath.pow(10, decimals)), decimals)
            .toString();
  }
}
