package org.sluice.spark.shard;

import static org.apache.spark.sql.functions.col;

import java.util.Iterator;
import org.apache.spark.sql.Row;
import org.sluice.engine.base.Require;
import org.sluice.spark.prepare.PreparedDataSet;

/** Reads what the driver has to know of a data set's series. */
final class SeriesTables {
  private SeriesTables() {}

  /** The extents and spans of all series; row by row, so that keys never pile up on the driver. */
  static SeriesTable read(PreparedDataSet data) {
    int count = Math.toIntExact(data.info().seriesCount());
    long[] first = new long[count];
    long[] last = new long[count];
    byte[] spans = new byte[data.info().spans().bySeries() ? count : 0];
    int read = 0;
    Iterator<Row> rows =
        data.series().select("series", "first", "last", "split").collectAsList().iterator();
    for (; rows.hasNext(); read++) {
      Row row = rows.next();
      int series = row.getInt(0);
      first[series] = row.getLong(1);
      last[series] = row.getLong(2);
      if (spans.length > 0) {
        spans[series] = (byte) Span.of(row.getString(3)).ordinal();
      }
    }
    Require.that(
        read == count,
        "the prepared data set says it has %d series but lists %d; prepare it again with --overwrite",
        count,
        read);
    return new SeriesTable(first, last, spans);
  }

  /** A series as users know it, such as {@code (pump-3)}; nothing where the table is one series. */
  static String name(PreparedDataSet data, int series) {
    if (data.info().key().isEmpty()) {
      return "";
    }
    Row row = data.series().where(col("series").equalTo(series)).select("key").first();
    return " (" + String.join(", ", row.<String>getList(0)) + ")";
  }
}
