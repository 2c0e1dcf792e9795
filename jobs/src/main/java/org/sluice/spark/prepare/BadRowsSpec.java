package org.sluice.spark.prepare;

import org.sluice.engine.base.Require;

/**
 * What becomes of a table with broken rows: corrupt records, keys or times that are missing or
 * unreadable, text where numbers are expected.
 *
 * @param share of a table's rows that may be broken; they are left out and counted
 */
public record BadRowsSpec(double share) {
  public BadRowsSpec {
    Require.between("data.badRows.share", share, 0, 1);
  }
}
