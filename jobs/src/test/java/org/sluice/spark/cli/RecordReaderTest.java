package org.sluice.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.engine.base.Require;
import org.sluice.engine.base.SluiceException;

final class RecordReaderTest {
  enum Colour {
    RED,
    DARK_BLUE
  }

  record Inner(int width, Optional<Double> share) {
    Inner {
      Require.atLeast("inner.width", width, 1);
    }
  }

  record Outer(
      int count,
      long seed,
      double rate,
      boolean flag,
      String text,
      Colour colour,
      Duration step,
      List<String> words,
      Map<String, String> options,
      Optional<Inner> maybe,
      Inner inner,
      List<Inner> layers) {}

  private static final String FULL =
      """
      count = 3, seed = 9000000000, rate = 0.25, flag = true, text = 1.10, colour = dark-blue
      step = 15m, words = [a, b], options { header = true, "a b" = 1, spark.x = y }
      inner { width = 2, share = 0.5 }, layers = [ { width = 4 }, { width = 5 } ]
      """;

  private static Outer read(String hocon) {
    return RecordReader.read(Outer.class, ConfigFactory.parseString(hocon).resolve().root());
  }

  private static AbstractStringAssert<?> messageOf(String change) {
    return assertThatThrownBy(() -> read(FULL + change))
        .isInstanceOf(SluiceException.class)
        .extracting(Throwable::getMessage, org.assertj.core.api.InstanceOfAssertFactories.STRING);
  }

  @Test
  void everyKindOfComponentIsRead() {
    assertThat(read(FULL))
        .isEqualTo(
            new Outer(
                3,
                9_000_000_000L,
                0.25,
                true,
                "1.10",
                Colour.DARK_BLUE,
                Duration.ofMinutes(15),
                List.of("a", "b"),
                Map.of("header", "true", "a b", "1", "spark.x", "y"),
                Optional.empty(),
                new Inner(2, Optional.of(0.5)),
                List.of(new Inner(4, Optional.empty()), new Inner(5, Optional.empty()))));
  }

  @Test
  void anOptionalGroupMayBeThereAndNullTakesItAway() {
    assertThat(read(FULL + "maybe { width = 7 }").maybe()).contains(new Inner(7, Optional.empty()));
    assertThat(read(FULL + "maybe { width = 7 }\nmaybe = null").maybe()).isEmpty();
  }

  @Test
  void numbersMayBeWrittenAsTexts() {
    assertThat(read(FULL + "count = \"12\"").count()).isEqualTo(12);
    assertThat(read(FULL + "rate = 1e-3").rate()).isEqualTo(0.001);
    assertThat(read(FULL + "count = 2.0").count()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "count = two       | count must be a whole number, got two",
        "count = 2.5       | count must be a whole number, got 2.5",
        "count = 3000000000| count must be a whole number, got 3000000000",
        "count = []        | count must be a whole number, got []",
        "seed = x          | seed must be a whole number, got x",
        "rate = fast       | rate must be a number, got fast",
        "rate = NaN        | rate must be a number, got NaN",
        "flag = yes        | flag must be true or false, got yes",
        "text = []         | text must be a text, got []",
        "colour = blue     | colour must be one of red, dark-blue, got blue",
        "step = 15         | step must be a duration such as 15m, 1h or 1d, got 15",
        "step = 15 moons   | step must be a duration such as 15m, 1h or 1d, got 15 moons",
        "step = soon       | step must be a duration such as 15m, 1h or 1d, got soon",
        "words = a         | words must be a list, written in [ ], got a",
        "words = [a, [b]]  | words[1] must be a text, got [\"b\"]",
        "options = a       | options must be a group of settings, written in { }, got a",
        "options { a = [] }| options.a must be a single value, got []",
        "inner = 5         | inner must be a group of settings, written in { }, got 5",
        "layers = [5]      | layers[0] must be a group of settings, written in { }, got 5",
      })
  void aWrongTypeNamesSettingExpectationAndValue(String change, String message) {
    messageOf(change).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "inner.widht = 1         | inner.widht is not a setting; did you mean inner.width?",
        "conut = 1               | conut is not a setting; did you mean count?",
        "share = 1               | share is not a setting; did you mean maybe.share?",
        "inner.seed = 1          | inner.seed is not a setting; did you mean seed?",
        "layers = [{ widt = 1 }] | layers[0].widt is not a setting; did you mean layers[0].width?",
        "inner.zzz = 1           | inner.zzz is not a setting; known here are inner.width, inner.share",
        "\"a.b\" = 1             | \"a.b\" is not a setting; known here are count, seed, rate, flag, text, colour, step, words, options, maybe, inner, layers",
      })
  void anUnknownSettingNamesWhatWasProbablyMeant(String change, String message) {
    messageOf(change).isEqualTo(message);
  }

  @Test
  void anUnknownSettingIsReportedBeforeTheMissingOneItStandsFor() {
    messageOf("inner { width = null, widht = 3 }")
        .isEqualTo("inner.widht is not a setting; did you mean inner.width?");
  }

  @Test
  void aMissingSettingIsNamedWithItsFullPath() {
    messageOf("inner.width = null")
        .isEqualTo(
            "inner.width is missing and has no default; set it in the job file or with --set");
    messageOf("layers = [ {} ]").startsWith("layers[0].width is missing");
  }

  @Test
  void whatARecordRefusesIsPassedOn() {
    messageOf("inner.width = 0").isEqualTo("inner.width must be at least 1, got 0");
  }

  @Test
  void distanceCountsChangedLetters() {
    assertThat(UnknownSettings.distance("replica", "replicas")).isEqualTo(1);
    assertThat(UnknownSettings.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(UnknownSettings.distance("widht", "width")).isEqualTo(1);
    assertThat(UnknownSettings.distance("", "abc")).isEqualTo(3);
    assertThat(UnknownSettings.distance("same", "same")).isZero();
  }
}
