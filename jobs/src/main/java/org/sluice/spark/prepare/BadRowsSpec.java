package org.sluice.spark.prepare;

import java.util.List;
import org.sluice.engine.base.Require;
import org.sluice.engine.base.SluiceException;

/**
 * What becomes of a table with broken rows: corrupt records, keys or times that are missing or
 * unreadable, text where numbers are expected, bytes that are no UTF-8.
 *
 * @param share of a table's rows that may be broken; they are left out and counted
 */
public record BadRowsSpec(double share) {
  public BadRowsSpec {
    Require.between("data.badRows.share", share, 0, 1);
  }

  /**
   * @param place of the table, as a sentence names it
   * @param told of each kind, how many rows and the first
   * @param mending what a user can do besides raising the share
   * @throws SluiceException if {@code broken} of {@code rows} are more than the share
   */
  public void requireFew(String place, long broken, long rows, List<String> told, String mending) {
    Require.that(
        broken <= share * rows,
        "%s has %d broken rows of %d, more than data.badRows.share = %s: %s; %s, or raise the"
            + " share",
        place,
        broken,
        rows,
        share,
        String.join("; ", told),
        mending);
  }
}
