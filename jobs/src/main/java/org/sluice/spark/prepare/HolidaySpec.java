package org.sluice.spark.prepare;

import java.util.Map;
import java.util.Optional;
import org.sluice.engine.base.Require;

/**
 * The {@code data.holidays} part of a job file: a small table of days, which lies wherever a {@link
 * SourceSpec} may.
 *
 * @param format of {@code path}; absent: csv
 * @param column with the days: dates, times, or text in ISO 8601
 */
public record HolidaySpec(
    Optional<String> format,
    Optional<String> path,
    Optional<String> table,
    Optional<String> query,
    Optional<Map<String, String>> options,
    String column) {
  public HolidaySpec {
    Require.notBlank("data.holidays.column", column);
  }

  SourceSpec source() {
    return new SourceSpec(format.orElse("csv"), path, table, query, options.orElse(Map.of()));
  }
}
