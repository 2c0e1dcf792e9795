package org.sluice.spark.prepare.text;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sluice.engine.base.Require;
import org.sluice.spark.prepare.DataSetInfo;
import org.sluice.spark.prepare.Source;
import org.sluice.spark.prepare.Split;

/** What was written of each span, held against what was read before. */
final class Written {
  private Written() {}

  /**
   * Counts by the name of their span, in its order.
   *
   * @param bySpan a row for each span: its name, how many it has, and what {@code counts} reads
   * @throws org.sluice.engine.base.SluiceException if a span has not as many as it should
   */
  static <C> Map<String, C> counts(
      Dataset<Row> bySpan, DataSetInfo.Spans spans, Source source, Function<Row, C> counts) {
    Map<String, Row> written =
        bySpan.collectAsList().stream()
            .collect(Collectors.toMap(row -> row.getString(0), row -> row));
    Map<String, C> all = new LinkedHashMap<>();
    for (Split split : Split.values()) {
      Row row = written.get(split.toString());
      Require.that(
          row != null && row.getLong(1) == spans.length(split),
          "%s changed while it was being read; run it again when nothing writes there",
          source.place());
      all.put(split.toString(), counts.apply(row));
    }
    return all;
  }
}
