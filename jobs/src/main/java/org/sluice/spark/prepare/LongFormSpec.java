package org.sluice.spark.prepare;

import org.sluice.engine.base.Require;

/**
 * A table with a row for each value: features and targets are then names of sensors, not of
 * columns.
 *
 * @param sensor column with the name of what was measured
 * @param value column with what was measured
 */
public record LongFormSpec(String sensor, String value) {
  public LongFormSpec {
    Require.notBlank("data.longForm.sensor", sensor);
    Require.notBlank("data.longForm.value", value);
    Require.that(
        !sensor.equals(value),
        "data.longForm.sensor and data.longForm.value both name the column %s; a column has one"
            + " role",
        sensor);
  }
}
