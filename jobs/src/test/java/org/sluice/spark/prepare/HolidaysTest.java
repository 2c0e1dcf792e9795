package org.sluice.spark.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.engine.base.SluiceException;
import org.sluice.spark.SparkTest;

final class HolidaysTest {
  @TempDir Path folder;

  private HolidaySpec spec(Path csv, String column) {
    return new HolidaySpec(
        Optional.empty(),
        Optional.of(csv.toString()),
        Optional.empty(),
        Optional.empty(),
        Optional.of(Map.of("header", "true")),
        column);
  }

  private Path csv(String... days) throws IOException {
    return Files.writeString(folder.resolve("days.csv"), "day\n" + String.join("\n", days));
  }

  @Test
  void theDaysAreKeptWithTheDataSetAndAFeatureIsMadeOfThem() throws IOException {
    Specs pumps =
        Specs.pumps(
            Specs.csv(
                folder,
                List.of(
                    "a," + Specs.time(95) + ",1,10",
                    "a," + Specs.time(96) + ",2,20",
                    "a," + Specs.time(97) + ",3,30",
                    "a," + Specs.time(98) + ",4,40")));
    Path days = csv("2024-12-25", "2024-01-01", "2024-01-01", "\"\"");

    PreparedDataSet data =
        Prepare.run(
            SparkTest.spark(),
            pumps.knowingHolidays(spec(days, "day"), "holiday", "holiday.lead.1"),
            folder.resolve("prepared").toString(),
            false);

    assertThat(data.table().holidays()).containsExactly("2024-01-01", "2024-12-25");
    assertThat(Cells.of(data))
        .containsExactly(
            "train 0 0: 1.0 10.0 1.0 0.0",
            "train 0 1: 2.0 20.0 0.0 0.0",
            "validation 0 2: 3.0 30.0 0.0 0.0",
            "test 0 3: 4.0 40.0 0.0 0.0");
    assertThatThrownBy(() -> pumps.deriving("holiday.lead.1"))
        .isInstanceOf(SluiceException.class)
        .hasMessage("data.derive = holiday.lead.1 needs data.holidays, a table of the days");
  }

  @Test
  void whatIsNoTableOfDaysIsRefused() throws IOException {
    Path days = csv("2024-12-25", "christmas");
    assertThatThrownBy(() -> Holidays.read(SparkTest.spark(), spec(days, "day")))
        .isInstanceOf(SluiceException.class)
        .hasMessage(
            "data.holidays.column day must hold days in ISO 8601, such as 2024-12-25, got"
                + " christmas");
    assertThatThrownBy(() -> Holidays.read(SparkTest.spark(), spec(days, "date")))
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith(
            "data.holidays.column names the column date, which the table lacks");
    assertThatThrownBy(() -> Holidays.read(SparkTest.spark(), spec(folder.resolve("no"), "day")))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("data.holidays.path");
  }
}
