package org.sluice.spark.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.engine.base.SluiceException;
import org.sluice.spark.SparkTest;
import org.sluice.spark.prepare.RowRules.Duplicates;
import org.sluice.spark.prepare.RowRules.Resample;

/** How rows come to stand on the grid. */
final class RowRulesTest {
  private static final Optional<String> NO_ORDER = Optional.empty();
  private static final Optional<Duration> NO_GAP = Optional.empty();

  @TempDir Path folder;

  private PreparedDataSet prepare(Specs specs) {
    return Prepare.run(
        SparkTest.spark(), specs.spec(), folder.resolve("prepared").toString(), true);
  }

  private Specs pumps(String... lines) {
    return Specs.pumps(Specs.csv(folder, List.of(lines)));
  }

  private static RowRules resampled(Resample resample) {
    return new RowRules(Optional.of(resample), Duplicates.FIRST, NO_ORDER, NO_GAP);
  }

  private static RowRules duplicates(Duplicates duplicates, Optional<String> order) {
    return new RowRules(Optional.empty(), duplicates, order, NO_GAP);
  }

  private static RowRules gap(int minutes) {
    return new RowRules(
        Optional.empty(), Duplicates.FIRST, NO_ORDER, Optional.of(Duration.ofMinutes(minutes)));
  }

  @Test
  void stepsAreCountedFromMidnightWhateverTheFirstRow() {
    TimeSpec sixHours =
        new TimeSpec(
            "time",
            Optional.of("yyyy-MM-dd HH:mm"),
            "Asia/Kolkata",
            Duration.ofHours(6),
            resampled(Resample.MEAN));
    PreparedDataSet data =
        prepare(
            pumps(
                    "a,2024-01-01 07:00,1,10",
                    "a,2024-01-01 12:00,2,20",
                    "a,2024-01-01 17:59,3,30",
                    "a,2024-01-01 18:00,4,40",
                    "a,2024-01-02 00:00,5,50")
                .withTime(sixHours));

    assertThat(Times.show(data.table().originMillis(), "Asia/Kolkata"))
        .isEqualTo("2024-01-01 06:00");
    assertThat(Cells.of(data))
        .containsExactly(
            "train 0 0: 1.0 10.0",
            "train 0 1: 2.5 25.0",
            "validation 0 2: 4.0 40.0",
            "test 0 3: 5.0 50.0");
    assertThat(data.info().rows()).isEqualTo(5);
    assertThat(data.info().dropped()).isEmpty();
  }

  private Specs threeAtOnce() {
    return pumps(
        "a,2024-01-01 00:00,4,",
        "a,2024-01-01 00:00,1,10",
        "a,2024-01-01 00:00,1,20",
        "a,2024-01-01 00:15,2,20",
        "a,2024-01-01 00:30,3,30",
        "a,2024-01-01 00:45,4,40");
  }

  @Test
  void aColumnSaysWhichOfThemComesFirst() {
    Path csv =
        Specs.file(
            folder.resolve("ordered.csv"),
            "pump,time,load,heat,received",
            List.of(
                "a,2024-01-01 00:00,1,10,2024-01-03",
                "a,2024-01-01 00:00,2,20,2024-01-01",
                "a,2024-01-01 00:00,3,30,2024-01-02",
                "a,2024-01-01 00:15,2,20,2024-01-02",
                "a,2024-01-01 00:30,3,30,2024-01-02",
                "a,2024-01-01 00:45,4,40,2024-01-02"));
    Specs specs = Specs.pumps(csv);
    Optional<String> order = Optional.of("received");

    assertThat(Cells.of(prepare(specs.withRules(duplicates(Duplicates.LAST, order)))))
        .first()
        .isEqualTo("train 0 0: 1.0 10.0");
    assertThatThrownBy(
            () -> prepare(specs.withRules(duplicates(Duplicates.LAST, Optional.of("receive")))))
        .hasMessageStartingWith(
            "data.time.order names the column receive, which the table lacks; did you mean received?");
  }

  @Test
  void twoRowsAtOnceStopTheJobWhereTheyAreAnError() {
    assertThatThrownBy(
            () -> prepare(threeAtOnce().withRules(duplicates(Duplicates.ERROR, NO_ORDER))))
        .isInstanceOf(SluiceException.class)
        .hasMessage(
            "data.time.duplicates = error, but rows share one time (pump = a, time = 2024-01-01"
                + " 00:00); mend the table, or say first, last, mean, min or max");
  }

  @Test
  void aLongGapBeginsANewSeries() {
    PreparedDataSet data =
        prepare(
            pumps(
                    "b,2024-01-01 00:00,1,10",
                    "a,2024-01-01 00:00,1,10",
                    "a,2024-01-01 00:30,2,20",
                    "a,2024-01-01 01:15,3,30",
                    "a,2024-01-01 01:30,4,40",
                    "a,2024-01-01 02:15,5,50")
                .withRules(gap(30)));

    assertThat(Cells.series(data))
        .containsExactly("0 [a] 0..2", "1 [a] 5..6", "2 [a] 9..9", "3 [b] 0..0");
    assertThat(Cells.of(data))
        .containsExactly(
            "train 0 0: 1.0 10.0",
            "train 0 1: - -",
            "train 0 2: 2.0 20.0",
            "validation 1 5: 3.0 30.0",
            "validation 1 6: 4.0 40.0",
            "test 2 9: 5.0 50.0",
            "train 3 0: 1.0 10.0");
    assertThat(data.table().statistics().get(0).missing()).isEqualTo(1);
  }

  @Test
  void rulesThatDoNotGoTogetherAreRefused() {
    assertThatThrownBy(() -> duplicates(Duplicates.MEAN, Optional.of("received")))
        .hasMessage(
            "data.time.order is for data.time.duplicates = first or last, got mean; leave it out");
    assertThatThrownBy(() -> pumps("a,2024-01-01 00:00,1,1").withRules(gap(5)))
        .hasMessage("data.time.gap must be at least data.time.step (15m), got 5m");
  }

  @Test
  void rulesAreKeptWithTheDataSetAndPlainOnesLeaveNoTrace() {
    String[] rows = {
      "a,2024-01-01 00:00,1,1",
      "a,2024-01-01 00:15,1,1",
      "a,2024-01-01 00:30,1,1",
      "a,2024-01-01 00:45,1,1"
    };
    assertThat(prepare(pumps(rows)).table().rules()).isNull();
    assertThat(prepare(pumps(rows).withRules(gap(30))).table().rules())
        .isEqualTo(new GridRules(null, Duplicates.FIRST, 1_800_000L));
  }
}
