package org.sluice.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.spark.SparkTest;

/** A covariate whose values to come are known, from the table to forecasts. */
@Tag("slow")
final class KnownAheadTest {
  private static final String[] SETTINGS = {
    "--set", "data.knownAhead=[load]", "--set", "data.derive=[load.lead.1, load.lead.3]"
  };

  @TempDir Path folder;

  @Test
  void forecastsReadWhatIsKnownOfTheTimeToComeAndBeginBehindWhatWasObserved() throws IOException {
    SmallJob job = SmallJob.in(folder);
    SmallJob.Ended trained = job.sluice("run", SETTINGS);
    assertThat(trained.code()).as(trained.err()).isZero();

    List<Row> near = forecasts(job, "near", 3);
    List<Row> far = forecasts(job, "far", 40);
    List<Row> none = forecasts(job, "none", 0);

    assertThat(near).hasSize(6).isEqualTo(far);
    assertThat(near.get(0).getTimestamp(0).toInstant()).hasToString("2024-01-09T08:00:00Z");
    assertThat(none).hasSize(6);
    assertThat(none.get(0).getTimestamp(0)).isEqualTo(near.get(0).getTimestamp(0));
    assertThat(none.get(0).getDouble(1)).isNotEqualTo(near.get(0).getDouble(1));
  }

  /** Of the job's table with so many hours behind it of which only the load is known. */
  private List<Row> forecasts(SmallJob job, String name, int hours) throws IOException {
    StringBuilder table = new StringBuilder(Files.readString(folder.resolve("table/pumps.csv")));
    for (int hour = 200; hour < 200 + hours; hour++) {
      for (String pump : List.of("a", "b")) {
        String time = "2024-01-%02d %02d:00".formatted(1 + hour / 24, hour % 24);
        table.append("%s,%s,%d,,planned\n".formatted(pump, time, hour % 7));
      }
    }
    Path csv = Files.writeString(folder.resolve(name + ".csv"), table);
    SmallJob.Ended predicted =
        job.sluice(
            "predict",
            Stream.of(
                    Stream.of(SETTINGS),
                    Stream.of("--overwrite", "--set", "data.source.path=" + csv))
                .flatMap(Function.identity())
                .toArray(String[]::new));
    assertThat(predicted.code()).as(predicted.err()).isZero();
    assertThat(predicted.out().contains("2 series lack rows of the time to come"))
        .as(predicted.out())
        .isEqualTo(hours < 3);
    return SparkTest.spark()
        .read()
        .parquet(job.run("predictions").toString())
        .orderBy("pump", "horizon")
        .select("time", "value")
        .collectAsList();
  }
}
