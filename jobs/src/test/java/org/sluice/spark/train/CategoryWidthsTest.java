package org.sluice.spark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.network.CategorySpec;
import org.sluice.spark.prepare.Category;

final class CategoryWidthsTest {
  private static Category category(String column, int kinds) {
    List<String> names = IntStream.range(0, kinds).mapToObj(i -> "n" + i).toList();
    return new Category(column, names, Map.of());
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "3, 2", "4, 2", "99, 50", "10000, 50"})
  void halfAsManyElementsAsNamesByDefault(int kinds, int width) {
    assertThat(CategoryWidths.AUTOMATIC.of(List.of(category("make", kinds))))
        .containsExactly(new CategorySpec(kinds + 1, width));
  }

  @Test
  void aColumnsOwnWidthGoesBeforeTheOneOfAll() {
    CategoryWidths widths = new CategoryWidths(Optional.of(7), Optional.of(Map.of("make", "3")));
    assertThat(widths.of(List.of(category("make", 4), category("site", 2))))
        .containsExactly(new CategorySpec(5, 3), new CategorySpec(3, 7));
  }

  @Test
  void aWidthIsAWholeNumberAboveZero() {
    assertThatThrownBy(() -> new CategoryWidths(Optional.of(-1), Optional.empty()))
        .isInstanceOf(SluiceException.class)
        .hasMessage("model.categories.width must be at least 0, got -1");
    assertThatThrownBy(
            () -> new CategoryWidths(Optional.empty(), Optional.of(Map.of("make", "wide"))))
        .hasMessage("model.categories.widths.make must be a whole number, got wide");
    assertThatThrownBy(() -> new CategoryWidths(Optional.empty(), Optional.of(Map.of("make", "0"))))
        .hasMessage("model.categories.widths.make must be at least 1, got 0");
  }
}
