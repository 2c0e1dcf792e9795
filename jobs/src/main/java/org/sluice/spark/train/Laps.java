package org.sluice.spark.train;

import java.util.function.LongSupplier;

/**
 * Wall time since the last lap, for display alone: nothing that reaches the weights looks at it.
 */
final class Laps {
  private final LongSupplier nanos;
  private long last;

  Laps() {
    this(System::nanoTime);
  }

  Laps(LongSupplier nanos) {
    this.nanos = nanos;
    last = nanos.getAsLong();
  }

  /** Seconds since the last call, or since the construction. */
  double lap() {
    long now = nanos.getAsLong();
    double seconds = (now - last) * 1e-9;
    last = now;
    return seconds;
  }
}
