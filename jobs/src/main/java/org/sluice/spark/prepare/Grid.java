package org.sluice.spark.prepare;

import static org.apache.spark.sql.functions.expr;

import org.apache.spark.sql.Column;

/** Times every {@code step} from {@code origin}, both milliseconds. */
record Grid(long origin, long step) {
  /** Index of the last grid time at or before {@code millis}. */
  long floor(long millis) {
    return Math.floorDiv(millis - origin, step);
  }

  /** Index of the first grid time at or after {@code millis}. */
  long ceil(long millis) {
    return -Math.floorDiv(origin - millis, step);
  }

  /** Index of the times of a column that all stand on the grid. */
  Column index(String millis) {
    return expr("(" + millis + " - " + origin + "L) div " + step + "L");
  }
}
