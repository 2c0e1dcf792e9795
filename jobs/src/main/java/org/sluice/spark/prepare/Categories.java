package org.sluice.spark.prepare;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The columns of {@code data.categories} on their way into chunks. */
final class Categories {
  private Categories() {}

  /**
   * The kinds of each column in the training span; how many values are of none is not known yet.
   *
   * @param tables that have {@code series/}
   */
  static List<Category> fit(
      DataSpec spec, Dataset<Row> table, Grid grid, DataSetInfo.Spans spans, Tables tables) {
    if (spec.categories().isEmpty()) {
      return List.of();
    }
    Dataset<Row> rows =
        KindsFit.training(table, grid, spans, tables.series()).select("key", "names");
    List<List<String>> kinds = KindsFit.of(rows, "data.categories", spec.categories());
    List<Category> categories = new ArrayList<>();
    for (int c = 0; c < kinds.size(); c++) {
      categories.add(new Category(spec.categories().get(c), kinds.get(c), Map.of()));
    }
    return categories;
  }

  /** The table with the places of names among the kinds in its {@code values}. */
  static Dataset<Row> encoded(Dataset<Row> table, DataSpec spec, List<Category> categories) {
    if (categories.isEmpty()) {
      return table;
    }
    Column[] values = new Column[spec.columns().size()];
    for (int i = 0; i < values.length; i++) {
      int c = spec.categories().indexOf(spec.columns().get(i));
      values[i] = c < 0 ? col("values").getItem(i) : encoder(categories, c);
    }
    return table.withColumn("values", array(values));
  }

  /**
   * By category how many of {@code rows} have a name that is of no kind; categories without any are
   * absent.
   */
  static Map<String, Long> unknown(Dataset<Row> rows, List<Category> categories) {
    if (categories.isEmpty()) {
      return Map.of();
    }
    Column[] counts = new Column[categories.size()];
    for (int c = 0; c < counts.length; c++) {
      counts[c] = count_if(encoder(categories, c).equalTo(0));
    }
    Row row = rows.select(counts).first();
    Map<String, Long> unknown = new LinkedHashMap<>();
    for (int c = 0; c < counts.length; c++) {
      if (row.getLong(c) > 0) {
        unknown.put(categories.get(c).column(), row.getLong(c));
      }
    }
    return unknown;
  }

  private static Column encoder(List<Category> categories, int c) {
    return new KindEncoder(categories.get(c).kinds()).apply(col("names").getItem(c));
  }

  /** The same categories with how many values of each split are of no kind. */
  static List<Category> counted(List<Category> categories, DataSpec spec, ChunkTally chunks) {
    return categories.stream()
        .map(
            category ->
                new Category(
                    category.column(),
                    category.kinds(),
                    chunks.unknown(spec.prepared().indexOf(category.column()))))
        .toList();
  }
}
