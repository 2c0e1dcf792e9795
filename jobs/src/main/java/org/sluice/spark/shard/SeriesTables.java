package org.sluice.spark.shard;

import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sluice.engine.base.Require;
import org.sluice.spark.prepare.LabelInfo;
import org.sluice.spark.prepare.PreparedDataSet;
import org.sluice.spark.prepare.SequenceInfo;
import org.sluice.spark.prepare.TableInfo;

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
    Iterator<Row> rows = series(data).collectAsList().iterator();
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
        "the prepared data set says it has %d series but lists %d; prepare it again with"
            + " --overwrite",
        count,
        read);
    SeriesTable table = new SeriesTable(first, last, spans);
    return data.info() instanceof TableInfo info && info.label() != null && info.label().leavesOut()
        ? table.leavingOut(anomalies(data))
        : table;
  }

  /** {@code series int, first long, last long, split string}: a document is one, too. */
  private static Dataset<Row> series(PreparedDataSet data) {
    return data.info() instanceof SequenceInfo
        ? data.sequences()
            .select(
                col("document").cast("int"),
                lit(0L),
                size(col("tokens")).minus(1).cast("long"),
                col("split"))
        : data.series().select("series", "first", "last", "split");
  }

  /** Stretches of the training span that are labelled as anomalies. */
  private static List<SeriesTable.Run> anomalies(PreparedDataSet data) {
    List<SeriesTable.Run> runs = new ArrayList<>();
    for (Iterator<Row> rows =
            data.labels()
                .where(col("split").equalTo(Span.TRAIN.label()))
                .where(array_contains(col("labels"), LabelInfo.IS_ANOMALY))
                .orderBy("series", "start")
                .toLocalIterator();
        rows.hasNext(); ) {
      Row row = rows.next();
      addRuns(row.getInt(1), row.getLong(2), row.getList(3), runs);
    }
    return runs;
  }

  private static void addRuns(
      int series, long start, List<Integer> labels, List<SeriesTable.Run> runs) {
    int from = -1;
    for (int i = 0; i <= labels.size(); i++) {
      boolean anomaly = i < labels.size() && labels.get(i) == LabelInfo.IS_ANOMALY;
      if (anomaly && from < 0) {
        from = i;
      } else if (!anomaly && from >= 0) {
        runs.add(new SeriesTable.Run(series, start + from, start + i));
        from = -1;
      }
    }
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
