package org.sluice.spark.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.engine.base.SluiceException;
import org.sluice.spark.SparkTest;

/** Gaps between spans, and back-tests. */
final class SplitTest {
  @TempDir Path folder;

  private static SplitSpec split(SplitSpec plain, Integer gap, Integer fold, Integer folds) {
    return new SplitSpec(
        plain.train(),
        plain.validation(),
        plain.test(),
        plain.validationFrom(),
        plain.testFrom(),
        plain.until(),
        Optional.ofNullable(gap),
        Optional.ofNullable(fold),
        Optional.ofNullable(folds),
        plain.series());
  }

  /** One pump, 40 rows of load 1, those of the gap before row 20 a thousand. */
  private PreparedDataSet prepare(SplitSpec split, String name) {
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < 40; row++) {
      lines.add("a," + Specs.time(row) + "," + (row >= 17 && row < 20 ? 1000 : 1) + "," + row);
    }
    Specs specs = Specs.pumps(Specs.csv(folder, lines)).withSplit(split);
    return Prepare.run(SparkTest.spark(), specs.spec(), folder.resolve(name).toString(), false);
  }

  @Test
  void theRowsOfAGapAreKeptButBelongToNoSpan() {
    SplitSpec plain = SplitSpec.fractions(0.5, 0.25, 0.25);
    PreparedDataSet data = prepare(split(plain, 3, null, null), "gap");
    TableInfo info = data.table();

    assertThat(info.spans()).isEqualTo(new DataSetInfo.Spans(0, 20, 30, 40, 3));
    assertThat(info.statistics().get(0))
        .isEqualTo(new TableInfo.ColumnStatistics("load", 17, 0, 1, 0, 1, 1));
    assertThat(info.rows()).isEqualTo(40);
    assertThat(
            data.chunks().orderBy("start").collectAsList().stream()
                .map(row -> row.getString(0) + " " + row.getLong(2) + " " + row.getInt(3)))
        .containsExactly(
            "train 0 17", "train 17 3", "validation 20 7", "validation 27 3", "test 30 10");
    assertThat(Summary.of(data)).contains("17 steps", "7 steps", "10 steps");
    assertThat(info.fingerprint()).isNotEqualTo(prepare(plain, "plain").table().fingerprint());
    assertThat(PreparedDataSet.open(SparkTest.spark(), data.folder()).info()).isEqualTo(info);
  }

  @Test
  void aGapThatLeavesNothingIsRefused() {
    assertThatThrownBy(
            () -> prepare(split(SplitSpec.fractions(0.5, 0.25, 0.25), 10, null, null), "none"))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("leaves the validation span without rows");
  }

  @Test
  void anEarlierFoldStandsATestSpanBack() {
    SplitSpec dates = Specs.dates(Specs.time(20), Specs.time(28), Specs.time(34));

    assertThat(prepare(split(dates, null, 3, 3), "last").info().spans())
        .isEqualTo(new DataSetInfo.Spans(0, 20, 28, 34));
    PreparedDataSet first = prepare(split(dates, 2, 1, 3), "first");
    assertThat(first.info().spans()).isEqualTo(new DataSetInfo.Spans(0, 8, 16, 22, 2));
    assertThat(first.info().dropped()).isEqualTo(Map.of("after-until", 18L));
  }

  @Test
  void settingsThatDoNotGoTogetherAreRefused() {
    SplitSpec dates = Specs.dates("2024-01-01", "2024-01-02", "2024-01-03");
    assertRefused(() -> split(dates, -1, null, null), "data.split.gap must be at least 0, got -1");
    assertRefused(() -> split(dates, null, 4, 3), "data.split.fold must be between 1 and 3, got 4");
    assertRefused(
        () -> split(dates, null, 4, null),
        "data.split.fold and data.split.folds go together; give both, such as fold = 1, folds = 5,"
            + " or neither");
    assertRefused(
        () -> split(SplitSpec.fractions(0.5, 0.25, 0.25), null, 1, 3),
        "data.split.fold moves a test span of a known length; give data.split.validationFrom,"
            + " testFrom and until as dates");
  }

  private static void assertRefused(ThrowingCallable call, String sentence) {
    assertThatThrownBy(call).isInstanceOf(SluiceException.class).hasMessage(sentence);
  }
}
