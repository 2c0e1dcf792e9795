package org.sluice.spark.prepare;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;

/** A prepared data set as text, for tests to compare. */
final class Cells {
  private Cells() {}

  /** A line for each grid row in a chunk, in order: {@code split series index: value value}. */
  static List<String> of(PreparedDataSet data) {
    List<String> cells = new ArrayList<>();
    int columns = data.table().columns().size();
    for (Row chunk : data.chunks().orderBy("series", "start").collectAsList()) {
      List<Float> values = chunk.getList(4);
      List<Boolean> observed = chunk.getList(5);
      for (int i = 0; i < values.size(); i += columns) {
        StringBuilder line = new StringBuilder();
        line.append(chunk.getString(0)).append(' ').append(chunk.getInt(1)).append(' ');
        line.append(chunk.getLong(2) + i / columns).append(':');
        for (int j = i; j < i + columns; j++) {
          line.append(' ').append(observed.get(j) ? values.get(j).toString() : "-");
        }
        cells.add(line.toString());
      }
    }
    return cells;
  }

  /** A line for each series: {@code number [key] first..last}. */
  static List<String> series(PreparedDataSet data) {
    return data.series().orderBy("series").collectAsList().stream()
        .map(row -> row.getInt(0) + " " + row.getList(1) + " " + row.get(2) + ".." + row.get(3))
        .toList();
  }
}
