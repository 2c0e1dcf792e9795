package org.sluice.spark.prepare;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the first pass says of broken rows: few are told and left out, many stop the job. */
final class BadRows {
  private static final Logger LOG = LoggerFactory.getLogger(BadRows.class);
  private static final int SHOWN = 200; // characters of a record

  private final Dataset<Row> table;
  private final Survey survey;
  private final DataSpec spec;

  BadRows(Dataset<Row> table, Survey survey, DataSpec spec) {
    this.table = table;
    this.survey = survey;
    this.spec = spec;
  }

  /**
   * @throws org.sluice.engine.base.SluiceException if they are more than {@code data.badRows.share}
   *     of all rows
   */
  void requireFew() {
    EnumMap<DropReason, Long> bad = survey.reasons();
    bad.keySet().removeIf(reason -> !reason.isBroken());
    long rows = bad.values().stream().mapToLong(Long::longValue).sum();
    if (rows == 0) {
      return;
    }
    List<String> told = told(bad);
    spec.badRows()
        .requireFew(
            spec.source().place(),
            rows,
            survey.rows(),
            told,
            "mend the table, name a text that stands for a missing value in"
                + " data.source.options.nullValue");
    told.forEach(reason -> LOG.warn("broken rows left out: {}", reason));
  }

  /** A text for each reason: how many rows, and the first of them by file, key and time. */
  private List<String> told(EnumMap<DropReason, Long> bad) {
    return table
        .where(col("reason").isInCollection(DropReason.written(bad).keySet()))
        .groupBy("reason")
        .agg(min(struct("file", "key", "millis", "record")).as("first"))
        .orderBy("reason")
        .collectAsList()
        .stream()
        .map(row -> told(row.getString(0), bad, row.getStruct(1)))
        .toList();
  }

  private static String told(String reason, EnumMap<DropReason, Long> bad, Row first) {
    String file = first.getString(0);
    return String.format(
        Locale.ROOT,
        "%s %d (the first%s: %s)",
        reason,
        DropReason.written(bad).get(reason),
        file == null ? "" : " in " + file,
        shortened(first.getString(3)));
  }

  private static String shortened(String record) {
    return record.length() <= SHOWN ? record : record.substring(0, SHOWN) + "…";
  }
}
