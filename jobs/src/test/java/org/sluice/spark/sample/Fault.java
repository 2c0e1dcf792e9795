package org.sluice.spark.sample;

import java.util.List;

/**
 * Something that goes wrong with one pump: it grows from day {@code from} on and is repaired on day
 * {@code until}.
 */
record Fault(int pump, Kind kind, double from, double until) {
  enum Kind {
    /** Vibration and heat. */
    BEARING,
    /** Heat. */
    COOLING,
    /** Pressure drops and vibration rattles. */
    CAVITATION,
    /** Pressure drops slowly. */
    CLOGGED_FILTER
  }

  static final List<Fault> ALL =
      List.of(
          new Fault(5, Kind.CAVITATION, 19.4, 21.3),
          new Fault(3, Kind.BEARING, 31, 44.4),
          new Fault(4, Kind.CLOGGED_FILTER, 8, 57.4),
          new Fault(6, Kind.COOLING, 55, 58.6),
          new Fault(1, Kind.CAVITATION, 69.2, 70.4),
          new Fault(2, Kind.BEARING, 80, 86.5));

  /** How far {@code kind} has gone with {@code pump}: 0 healthy, 1 the moment before the repair. */
  static double severity(int pump, Kind kind, int step) {
    double day = Calendar.day(step);
    return ALL.stream()
        .filter(fault -> fault.pump == pump && fault.kind == kind)
        .filter(fault -> day >= fault.from && day < fault.until)
        .mapToDouble(fault -> (day - fault.from) / (fault.until - fault.from))
        .max()
        .orElse(0);
  }
}
