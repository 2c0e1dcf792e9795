package org.sluice.spark.prepare;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import scala.Tuple3;

/** The columns of {@code data.categories} on their way into chunks. */
final class Categories {
  private Categories() {}

  /**
   * The kinds of each column in the training span; how many values are of none is not known yet.
   *
   * @param series the table {@code series/}
   */
  static List<Category> fit(
      DataSpec spec, Dataset<Row> table, Grid grid, DataSetInfo.Spans spans, Dataset<Row> series) {
    if (spec.categories().isEmpty()) {
      return List.of();
    }
    Dataset<Row> rows =
        table
            .where(Survey.onGrid(grid))
            .where(grid.index("millis").lt(spans.trainEnd()))
            .select("key", "names");
    if (spans.bySeries()) {
      Column trains = col("split").equalTo(Split.TRAIN.toString());
      rows = rows.join(broadcast(series.where(trains).select("key").distinct()), "key");
    }
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

  /**
   * The same categories with how many values of each split are of no kind.
   *
   * @param columns of {@code chunks}
   */
  static List<Category> counted(
      List<Category> categories, List<String> columns, Dataset<Row> chunks) {
    if (categories.isEmpty()) {
      return categories;
    }
    int first = columns.indexOf(categories.get(0).column());
    List<Map<String, Long>> unknown = new ArrayList<>();
    categories.forEach(category -> unknown.add(new TreeMap<>()));
    chunks
        .as(Encoders.bean(Chunk.class))
        .mapPartitions(
            new Unknown(first, categories.size(), columns.size()),
            Encoders.tuple(Encoders.STRING(), Encoders.INT(), Encoders.LONG()))
        .collectAsList()
        .forEach(part -> unknown.get(part._2()).merge(part._1(), part._3(), Long::sum));
    List<Category> counted = new ArrayList<>();
    for (int c = 0; c < categories.size(); c++) {
      Category category = categories.get(c);
      counted.add(new Category(category.column(), category.kinds(), unknown.get(c)));
    }
    return counted;
  }

  /**
   * Counts, by split and category, what a partition's chunks hold of no kind.
   *
   * @param first column that is a category; the others follow it
   * @param columns of a chunk
   */
  private record Unknown(int first, int categories, int columns)
      implements MapPartitionsFunction<Chunk, Tuple3<String, Integer, Long>> {
    @Override
    public Iterator<Tuple3<String, Integer, Long>> call(Iterator<Chunk> chunks) {
      List<Map<String, Long>> counts = new ArrayList<>();
      for (int c = 0; c < categories; c++) {
        counts.add(new TreeMap<>());
      }
      chunks.forEachRemaining(chunk -> add(chunk, counts));
      List<Tuple3<String, Integer, Long>> parts = new ArrayList<>();
      for (int c = 0; c < categories; c++) {
        int category = c;
        counts.get(c).forEach((split, n) -> parts.add(new Tuple3<>(split, category, n)));
      }
      return parts.iterator();
    }

    private void add(Chunk chunk, List<Map<String, Long>> counts) {
      float[] values = chunk.getValues();
      for (int row = 0; row < values.length; row += columns) {
        for (int c = 0; c < categories; c++) {
          int at = row + first + c;
          if (chunk.getObserved()[at] && values[at] == 0) {
            counts.get(c).merge(chunk.getSplit(), 1L, Long::sum);
          }
        }
      }
    }
  }
}
