package org.sluice.engine.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.sluice.engine.base.SluiceException;

class ForecastErrorsTest {
  private record Forecast(int horizon, int target, int forecast, int actual) {}

  @Test
  void figuresAreThoseOfTheirDefinitions() {
    ForecastErrors errors = new ForecastErrors(2, 2);
    errors.add(1, 0, 3, 1);
    errors.add(1, 0, 1, 5);
    errors.add(0, 1, 7, 7.5);
    ErrorSums sums = errors.at(1, 0);
    assertThat(sums.count()).isEqualTo(2);
    assertThat(sums.mse()).isEqualTo(10);
    assertThat(sums.rmse()).isEqualTo(Math.sqrt(10));
    assertThat(sums.mae()).isEqualTo(3);
    assertThat(sums.mase(2)).isEqualTo(1.5);
    assertThat(errors.at(0, 1)).isEqualTo(new ErrorSums(1, 0.25, 0.5));
  }

  @Test
  void horizonsAndTargetsAreSummedApartAndTogether() {
    ForecastErrors errors = new ForecastErrors(2, 3);
    for (int h = 0; h < 2; h++) {
      for (int y = 0; y < 3; y++) {
        errors.add(h, y, 10 * h + y, 0);
      }
    }
    assertThat(errors.target(2).absolute()).isEqualTo(2 + 12);
    assertThat(errors.horizon(1).absolute()).isEqualTo(10 + 11 + 12);
    assertThat(errors.all().absolute()).isEqualTo(3 + 33);
    assertThat(errors.all().count()).isEqualTo(6);
  }

  @Test
  void withoutAForecastThereIsNoFigure() {
    assertThat(new ForecastErrors(1, 1).at(0, 0).mse()).isNaN();
    assertThat(new ForecastErrors(1, 1).all().mae()).isNaN();
  }

  @Property(tries = 200)
  void theEmptyOneIsTheIdentity(@ForAll("forecasts") List<Forecast> forecasts) {
    ForecastErrors all = errors(forecasts);
    assertThat(errors(forecasts).merge(new ForecastErrors(3, 2))).isEqualTo(all);
    assertThat(new ForecastErrors(3, 2).merge(all)).isEqualTo(all);
  }

  /** Whole numbers add without rounding, so the laws hold to the bit. */
  @Property(tries = 200)
  void mergingEqualsAddingAll(
      @ForAll("forecasts") List<Forecast> forecasts, @ForAll int somewhere) {
    int cut = Math.floorMod(somewhere, forecasts.size() + 1);
    ForecastErrors left = errors(forecasts.subList(0, cut));
    ForecastErrors right = errors(forecasts.subList(cut, forecasts.size()));
    ForecastErrors before = errors(forecasts.subList(cut, forecasts.size()));
    assertThat(left.merge(right)).isEqualTo(errors(forecasts));
    assertThat(right).isEqualTo(before);
  }

  @Property(tries = 200)
  void sumsAddedBackCellByCellMakeTheSameErrors(@ForAll("forecasts") List<Forecast> forecasts) {
    ForecastErrors errors = errors(forecasts);
    ForecastErrors copy = new ForecastErrors(errors.horizons(), errors.targets());
    for (int h = 0; h < errors.horizons(); h++) {
      for (int y = 0; y < errors.targets(); y++) {
        copy.add(h, y, errors.at(h, y));
      }
    }
    assertThat(copy).isEqualTo(errors).hasSameHashCodeAs(errors);
  }

  @Property(tries = 200)
  void theRootMeanSquareIsNeverBelowTheMeanAbsolute(@ForAll("forecasts") List<Forecast> forecasts) {
    ErrorSums all = errors(forecasts).all();
    if (all.count() > 0) {
      assertThat(all.rmse()).isGreaterThanOrEqualTo(all.mae() * (1 - 1e-12));
      assertThat(all.mase(1)).isCloseTo(all.mae(), within(0.0));
    }
  }

  @Test
  void otherShapesAndPlacesAreRefused() {
    ForecastErrors errors = new ForecastErrors(2, 3);
    assertThatThrownBy(() -> errors.merge(new ForecastErrors(3, 2)))
        .isInstanceOf(SluiceException.class)
        .hasMessage("errors to merge must be of 2 horizons and 3 targets, got 3 and 2");
    assertThatThrownBy(() -> errors.add(0, 3, 1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> errors.at(2, 0)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Provide
  Arbitrary<List<Forecast>> forecasts() {
    Arbitrary<Integer> values = Arbitraries.integers().between(-1000, 1000);
    return Combinators.combine(
            Arbitraries.integers().between(0, 2),
            Arbitraries.integers().between(0, 1),
            values,
            values)
        .as(Forecast::new)
        .list()
        .ofMaxSize(40);
  }

  private static ForecastErrors errors(List<Forecast> forecasts) {
    ForecastErrors errors = new ForecastErrors(3, 2);
    for (Forecast each : forecasts) {
      errors.add(each.horizon, each.target, each.forecast, each.actual);
    }
    return errors;
  }
}
