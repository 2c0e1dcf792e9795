package org.sluice.spark.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.engine.base.SluiceException;

final class SettingsTest {
  private static final Specs PUMPS = Specs.pumps(Path.of("table.csv"));

  private static void refused(Specs specs, String message) {
    assertThatThrownBy(specs::spec).isInstanceOf(SluiceException.class).hasMessage(message);
  }

  @Test
  void aColumnNamedTwiceIsRefused() {
    refused(
        PUMPS.withFeatures("load", "heat", "load"),
        "data.features names the column load twice; leave one out");
    refused(PUMPS.withKey("pump", "pump"), "data.key names the column pump twice; leave one out");
    refused(
        PUMPS.withTargets("heat", "heat"),
        "data.targets names the column heat twice; leave one out");
  }

  @Test
  void aColumnOfTwoRolesIsRefused() {
    refused(
        PUMPS.withFeatures("load", "time"),
        "data.features names the column time, which is also data.time.column; a column has one role");
    refused(
        PUMPS.withTargets("pump"),
        "data.targets names the column pump, which is also in data.key; a column has one role");
    refused(
        PUMPS.withKey("pump", "time"),
        "data.key and data.time.column both name the column time; leave it out of the key");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "load | data.features and data.categories both name the column load; name it in"
            + " data.features if its values are amounts, in data.categories if they are names",
        "heat | data.categories names the column heat, which is also in data.targets; a column has"
            + " one role",
        "time | data.categories names the column time, which is also data.time.column; a column has"
            + " one role",
      })
  void aCategoryHasNoOtherRole(String column, String message) {
    assertThatThrownBy(() -> PUMPS.withFeatures("load").naming(column))
        .isInstanceOf(SluiceException.class)
        .hasMessage(message);
  }

  @Test
  void aTableOfLongFormHasNoCategories() {
    assertThatThrownBy(() -> PUMPS.inLongForm("sensor", "value").naming("pump"))
        .isInstanceOf(SluiceException.class)
        .hasMessage(
            "data.categories are columns, which a table of data.longForm has none of; make a table"
                + " with a column for each sensor by a data.source.query");
  }

  @Test
  void namesAreNeitherScaledNorFilledAsNumbersAre() {
    ScaleSpec log = new ScaleSpec(ScaleSpec.Kind.STANDARD, List.of("mode"), Optional.empty());
    assertThatThrownBy(() -> PUMPS.naming(log, "mode"))
        .isInstanceOf(SluiceException.class)
        .hasMessage(
            "data.scale.log names the column mode, which is neither in data.features nor in"
                + " data.targets (load, heat)");
    MissingSpec mean = new MissingSpec(Fill.LAST, List.of(), List.of("mode"));
    assertThatThrownBy(() -> PUMPS.withMissing(mean).naming("mode"))
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith("data.missing.mean names the column mode, which is neither");
  }

  @Test
  void aTargetMayBeAFeature() {
    assertThat(PUMPS.spec().columns()).containsExactly("load", "heat");
    assertThat(PUMPS.withFeatures("load").spec().columns()).containsExactly("load", "heat");
  }

  @Test
  void aZoneThatNobodyKnowsIsRefused() {
    assertThatThrownBy(
            () -> new TimeSpec("time", Optional.empty(), "Berlin", Duration.ofMinutes(1)))
        .isInstanceOf(SluiceException.class)
        .hasMessage("data.time.zone must be a time zone such as UTC or Europe/Berlin, got Berlin");
  }

  @Test
  void aStepBelowTheMillisecondIsRefused() {
    assertThatThrownBy(() -> new TimeSpec("time", Optional.empty(), "UTC", Duration.ofNanos(500)))
        .isInstanceOf(SluiceException.class)
        .hasMessage("data.time.step must be a whole number of milliseconds, got PT0.0000005S");
  }

  @ParameterizedTest
  @CsvSource({"temprature,temperature", "LOAD,load", "vibraton,vibration"})
  void theNearestNameIsTheOneMeant(String wanted, String meant) {
    assertThat(Nearest.to(wanted, List.of("load", "temperature", "vibration"))).contains(meant);
  }

  @Test
  void aNameLikeNoneIsNotGuessed() {
    assertThat(Nearest.to("humidity", List.of("load", "heat"))).isEmpty();
    assertThat(Nearest.to("load", List.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"P1D,1d", "PT15M,15m", "PT90M,90m", "PT2H,2h", "PT10S,10s", "PT0.25S,250ms"})
  void stepsAreShownAsAJobFileWritesThem(Duration step, String text) {
    assertThat(Times.show(step)).isEqualTo(text);
  }
}
