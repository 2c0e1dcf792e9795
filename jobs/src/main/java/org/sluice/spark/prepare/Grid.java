package org.sluice.spark.prepare;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;

import org.apache.spark.sql.Column;

/**
 * Times every {@code step} from {@code origin}, both milliseconds.
 *
 * @param whole whether a grid time stands for all times until the next one; else for itself alone
 */
record Grid(long origin, long step, boolean whole) {
  /** Of times that stand for themselves. */
  Grid(long origin, long step) {
    this(origin, step, false);
  }

  /** Index of the last grid time at or before {@code millis}. */
  long floor(long millis) {
    return Math.floorDiv(millis - origin, step);
  }

  /** Index of the first grid time at or after {@code millis}. */
  long ceil(long millis) {
    return -Math.floorDiv(origin - millis, step);
  }

  /** Index of the times of a column that are all on the grid. */
  Column index(String millis) {
    return expr("(" + millis + " - " + origin + "L) div " + step + "L");
  }

  /** Whether a grid time stands for the time of a column. */
  Column has(String millis) {
    return whole ? lit(true) : pmod(col(millis), lit(step)).equalTo(Math.floorMod(origin, step));
  }
}
