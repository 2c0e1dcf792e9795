package org.sluice.spark.train;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sluice.engine.base.Require;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.network.CategorySpec;
import org.sluice.spark.prepare.Category;

/**
 * The {@code model.categories} part of a job file: how many elements the vectors have that a
 * network reads in place of names.
 *
 * @param width of columns that {@code widths} does not name; 0 or absent: half as many as there are
 *     names, rounded up, at most {@link #MOST}
 * @param widths by the column's name, as a job file writes them
 */
public record CategoryWidths(Optional<Integer> width, Optional<Map<String, String>> widths) {
  /** As many as the names of each column ask for. */
  public static final CategoryWidths AUTOMATIC =
      new CategoryWidths(Optional.empty(), Optional.empty());

  private static final int MOST = 50;

  public CategoryWidths {
    width.ifPresent(elements -> Require.atLeast("model.categories.width", elements, 0));
    widths = widths.map(TreeMap::new); // a checkpoint holds them as text, in one order
    widths.ifPresent(own -> own.forEach(CategoryWidths::read));
  }

  private static int read(String column, String width) {
    String setting = "model.categories.widths." + column;
    try {
      int read = Integer.parseInt(width);
      Require.atLeast(setting, read, 1);
      return read;
    } catch (NumberFormatException e) {
      throw new SluiceException(setting + " must be a whole number, got " + width, e);
    }
  }

  /** Refuses a column that is not among {@code categories}. */
  public void check(List<String> categories) {
    for (String column : own().keySet()) {
      Require.that(
          categories.contains(column),
          "model.categories.widths names the column %s, which is not in data.categories (%s)",
          column,
          categories.isEmpty() ? "none" : String.join(", ", categories));
    }
  }

  private Map<String, String> own() {
    return widths.orElse(Map.of());
  }

  /** What the network reads in place of the names of each category. */
  List<CategorySpec> of(List<Category> categories) {
    return categories.stream().map(this::of).toList();
  }

  private CategorySpec of(Category category) {
    int kinds = category.kinds().size();
    String own = own().get(category.column());
    int elements = own == null ? width.orElse(0) : read(category.column(), own);
    return new CategorySpec(kinds + 1, elements == 0 ? Math.min(MOST, (kinds + 1) / 2) : elements);
  }
}
