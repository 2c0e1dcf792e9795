package org.sluice.spark.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Draws.Purpose;
import org.sluice.engine.base.SluiceException;

final class DerivationTest {
  private static final float NONE = Float.NaN;
  private static final long MONDAY = 1_704_067_200_000L; // the 1st of January 2024, UTC
  private static final List<String> DAYS = List.of("2024-01-01", "2024-12-25");
  private static final List<String> ALL =
      List.of(
          "load.lag.2",
          "load.difference.1",
          "load.mean.3",
          "load.std.3",
          "load.min.3",
          "load.max.3",
          "load.since.2",
          "load.observed",
          "load.lead.3",
          "holiday",
          "hour",
          "weekday",
          "month");

  private static Derivation.Plan plan(List<String> derive, String zone, String... behind) {
    return new Derivation.Plan(
        derive, List.of("load"), List.of(behind), DAYS, zone, MONDAY, 3_600_000);
  }

  /** A derivation over rows of so many columns that begin at 0; null: no row. */
  private static Derivation of(Derivation.Plan plan, float[]... rows) {
    Derivation derivation = new Derivation(plan);
    derivation.begin(0, rows.length, rows.length - 1);
    for (int index = 0; index < rows.length; index++) {
      derivation.put(index, rows[index]);
    }
    return derivation;
  }

  /** The derived columns of the last of {@code loads}, which stand at 0, 1, … */
  private static float[] last(String derive, float... loads) {
    float[][] rows = new float[loads.length][];
    for (int i = 0; i < loads.length; i++) {
      rows[i] = new float[] {loads[i], 77};
    }
    float[] extended = of(plan(List.of(derive), "UTC", "heat"), rows).row(loads.length - 1);
    float[] own = {loads[loads.length - 1]};
    assertThat(Arrays.copyOf(extended, 1)).isEqualTo(own);
    assertThat(extended[extended.length - 1]).isEqualTo(77);
    return Arrays.copyOfRange(extended, 1, extended.length - 1);
  }

  @Test
  void featuresOfAColumnAreWhatTheirNamesSay() {
    assertThat(last("load.lag.2", 1, 2, 4, 8)).containsExactly(2);
    assertThat(last("load.difference.1", 1, 2, 4, 8)).containsExactly(4);
    assertThat(last("load.mean.3", 1, 2, 4, 9)).containsExactly(5);
    assertThat(last("load.std.4", 2, 4, 4, 6)).containsExactly((float) Math.sqrt(2));
    assertThat(last("load.min.3", 1, 5, 4, 9)).containsExactly(4);
    assertThat(last("load.max.3", 99, 5, 4, 9)).containsExactly(9);
  }

  @Test
  void whatIsMissingDoesNotCount() {
    assertThat(last("load.mean.3", 1, 2, NONE, 8)).containsExactly(5);
    assertThat(last("load.max.2", 9, NONE)).containsExactly(9);
    assertThat(last("load.mean.2", 9, NONE, NONE)).isEqualTo(new float[] {NONE});
    assertThat(last("load.lag.1", 9, NONE, 3)).isEqualTo(new float[] {NONE});
    assertThat(last("load.lag.5", 9, 3)).isEqualTo(new float[] {NONE});
  }

  @Test
  void whatWasObservedAndHowLongAgoIsTold() {
    assertThat(last("load.observed", NONE, 3)).containsExactly(1);
    assertThat(last("load.observed", 3, NONE)).containsExactly(0);
    assertThat(last("load.since.4", 1, NONE, 3)).containsExactly(0);
    assertThat(last("load.since.4", 1, 3, NONE, NONE)).containsExactly(2);
    assertThat(last("load.since.4", 1, NONE, NONE, NONE, NONE, NONE, NONE)).containsExactly(4);
    assertThat(last("load.since.4", NONE, NONE)).containsExactly(2);
  }

  @Test
  void rowsThatAreNotThereAreMissing() {
    Derivation derivation =
        of(
            plan(List.of("load.lag.1", "load.mean.3", "load.since.9", "load.lead.2"), "UTC"),
            new float[] {1},
            new float[] {3},
            null,
            new float[] {5});
    assertThat(derivation.row(1)).isEqualTo(new float[] {3, 1, 2, 0, 5});
    assertThat(derivation.row(2)).isEqualTo(new float[] {NONE, 3, 2, 1, NONE});
    assertThat(derivation.row(3)).isEqualTo(new float[] {5, NONE, 4, 0, NONE});
    derivation.begin(8, 9, 8);
    derivation.put(8, new float[] {6});
    assertThat(derivation.row(8)).isEqualTo(new float[] {6, NONE, 6, 0, NONE});
  }

  @Test
  void timesAreThoseOfTheZonesClock() {
    Derivation utc = new Derivation(plan(List.of("hour", "weekday", "month"), "UTC"));
    utc.begin(0, 0, 0);
    float half = (float) StrictMath.sqrt(0.5);
    float[] morning = utc.row(6);
    assertThat(morning[0]).isNaN();
    assertThat(morning[1]).isEqualTo(1);
    assertThat(morning[2]).isCloseTo(0, within(1e-7f));
    assertThat(morning[3]).isEqualTo((float) StrictMath.sin(2 * Math.PI * 0.25 / 7));
    assertThat(utc.row(31 * 24)[5]).isCloseTo(0.5f, within(1e-6f));
    Derivation later = of(plan(List.of("hour"), "+03:00"), new float[] {0});
    assertThat(later.row(0)).containsExactly(new float[] {0, half, half}, within(1e-7f));
  }

  @Test
  void holidaysAreTheZonesDaysWhateverTheRows() {
    List<String> derive = List.of("holiday", "holiday.lag.1", "holiday.lead.2");
    Derivation utc = new Derivation(plan(derive, "UTC"));
    utc.begin(0, 0, 0);
    assertThat(utc.row(0)).isEqualTo(new float[] {NONE, 1, 0, 1});
    assertThat(utc.row(22)).isEqualTo(new float[] {NONE, 1, 1, 0});
    assertThat(utc.row(24)).isEqualTo(new float[] {NONE, 0, 1, 0});
    Derivation later = new Derivation(plan(derive, "+03:00"));
    later.begin(0, 0, 0);
    assertThat(later.row(21)).isEqualTo(new float[] {NONE, 0, 1, 0});
  }

  @Test
  void whatRemainsOfASeriesStandsAmongTheTargets() {
    Derivation.Plan plan = plan(List.of("load.lag.1"), "UTC", "remaining.2", "heat");
    Derivation derivation = of(plan, new float[] {1, 7}, new float[] {2, 8}, null, null);
    assertThat(derivation.row(0)).isEqualTo(new float[] {1, NONE, 2, 7});
    assertThat(derivation.row(1)).isEqualTo(new float[] {2, 1, 2, 8});
    assertThat(derivation.row(2)).isEqualTo(new float[] {NONE, 2, 1, NONE});
    assertThat(derivation.row(3)).isEqualTo(new float[] {NONE, NONE, 0, NONE});
  }

  @Property(tries = 100)
  void aRowIsTheSameFromWhicheverRowOneBegins(
      @ForAll @IntRange(max = 1000) int seed, @ForAll @IntRange(min = 3, max = 40) int row) {
    Derivation.Plan plan = plan(ALL, "Europe/Berlin");
    Draws draws = Draws.of(seed, Purpose.SAMPLE);

    float[] fromTheBeginning = at(plan, draws, 0, row);
    float[] fromThePast = at(plan, draws, row - plan.lookback(), row);

    assertThat(plan.lookback()).isEqualTo(2);
    assertThat(plan.lookahead()).isEqualTo(3);
    assertThat(fromThePast).isEqualTo(fromTheBeginning);
  }

  private static float[] at(Derivation.Plan plan, Draws draws, int from, int row) {
    Derivation derivation = new Derivation(plan);
    derivation.begin(from, row + 4, 1000);
    for (int i = from; i <= row + 3; i++) {
      if (draws.uniform(2L * i) > 0.2) {
        float load = draws.uniform(3L * i) < 0.2 ? NONE : (float) draws.uniform(5L * i);
        derivation.put(i, new float[] {load});
      }
    }
    return derivation.row(row);
  }

  @Test
  void aNameThatSaysNothingIsRefused() {
    for (String text :
        List.of("load.lag", "minute", "load.median.3", "load.lag.-1", "lag.3", "load.since")) {
      assertThatThrownBy(() -> DeriveSpec.of(text))
          .isInstanceOf(SluiceException.class)
          .hasMessageStartingWith(
              "data.derive must name hour, weekday, month, holiday, COLUMN.observed or"
                  + " COLUMN.KIND.STEPS")
          .hasMessageEndingWith("got " + text);
    }
    assertThatThrownBy(() -> DeriveSpec.of("remaining.30"))
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith("data.derive must not make remaining.30");
    assertThatThrownBy(() -> DeriveSpec.of("load.std.1"))
        .isInstanceOf(SluiceException.class)
        .hasMessage("the steps of data.derive = load.std must be at least 2, got 1");
  }
}
