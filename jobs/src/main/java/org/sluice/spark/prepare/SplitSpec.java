package org.sluice.spark.prepare;

import java.util.Optional;
import java.util.stream.Stream;
import org.sluice.engine.base.Inline;
import org.sluice.engine.base.Require;

/**
 * How the time axis is cut into training, validation and test span: by fractions of the whole span,
 * or by dates; or which series belong to which. Dates are read with the format and zone of the time
 * column, or as ISO 8601; {@code until} leaves out what stands there or later.
 *
 * @param gap steps before validation and before test that are left out of the span before
 * @param fold which of {@code folds} back-tests, from 1: the last is cut at the dates themselves,
 *     each one before it a test span earlier
 * @param series whether spans have whole series instead of stretches of time
 */
public record SplitSpec(
    Optional<Double> train,
    Optional<Double> validation,
    Optional<Double> test,
    Optional<String> validationFrom,
    Optional<String> testFrom,
    Optional<String> until,
    Optional<Integer> gap,
    Optional<Integer> fold,
    Optional<Integer> folds,
    @Inline SeriesSplit series) {
  /** For tables that nobody splits. */
  public static final SplitSpec WHOLE = fractions(1, 0, 0);

  public SplitSpec {
    boolean fractions = Stream.of(train, validation, test).anyMatch(Optional::isPresent);
    boolean dates = Stream.of(validationFrom, testFrom, until).anyMatch(Optional::isPresent);
    if (!series.isNone()) {
      checkSeries(series, fractions, dates || Stream.of(gap, fold).anyMatch(Optional::isPresent));
    }
    Require.that(
        fractions != dates || series.column().isPresent(),
        "data.split must be either the fractions train, validation and test, or the dates"
            + " validationFrom, testFrom and until, or a column");
    if (fractions) {
      checkFractions(train, validation, test);
    } else if (dates) {
      Require.that(
          validationFrom.isPresent() && testFrom.isPresent(),
          "data.split needs both validationFrom and testFrom when it is given by dates");
    }
    gap.ifPresent(steps -> Require.atLeast("data.split.gap", steps, 0));
    checkFolds(until, fold, folds);
  }

  /** Of the time axis, without a gap and back-tests. */
  public SplitSpec(
      Optional<Double> train,
      Optional<Double> validation,
      Optional<Double> test,
      Optional<String> validationFrom,
      Optional<String> testFrom,
      Optional<String> until) {
    this(
        train,
        validation,
        test,
        validationFrom,
        testFrom,
        until,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        SeriesSplit.NONE);
  }

  /** Of the time axis. */
  public static SplitSpec fractions(double train, double validation, double test) {
    return new SplitSpec(
        Optional.of(train),
        Optional.of(validation),
        Optional.of(test),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static void checkSeries(SeriesSplit series, boolean fractions, boolean inTime) {
    Require.that(
        !inTime,
        "data.split gives whole series to a span each; leave out validationFrom, testFrom, until,"
            + " gap and fold, which stand in time");
    Require.that(
        !fractions || series.column().isEmpty(),
        "data.split.column (%s) says the span of each series; leave out train, validation and test",
        series.column().orElse(null));
  }

  private static void checkFolds(
      Optional<String> until, Optional<Integer> fold, Optional<Integer> folds) {
    Require.that(
        fold.isPresent() == folds.isPresent(),
        "data.split.fold and data.split.folds go together; give both, such as fold = 1, folds = 5,"
            + " or neither");
    Require.that(
        fold.isEmpty() || until.isPresent(),
        "data.split.fold moves a test span of a known length; give data.split.validationFrom,"
            + " testFrom and until as dates");
    folds.ifPresent(
        all ->
            Require.between(
                "data.split.fold", fold.get(), 1, Require.atLeast("data.split.folds", all, 1)));
  }

  /** How many test spans before the dates this one's borders stand. */
  int spansBack() {
    return folds.orElse(1) - fold.orElse(1);
  }

  /** Whether whole series belong to a span. */
  boolean bySeries() {
    return !series.isNone();
  }

  /** Whether fractions say what is cut. */
  public boolean byFractions() {
    return train.isPresent();
  }

  private static void checkFractions(
      Optional<Double> train, Optional<Double> validation, Optional<Double> test) {
    Require.that(
        train.isPresent() && validation.isPresent() && test.isPresent(),
        "data.split needs all of train, validation and test when it is given by fractions");
    Require.between("data.split.train", train.get(), 0, 1);
    Require.between("data.split.validation", validation.get(), 0, 1);
    Require.between("data.split.test", test.get(), 0, 1);
    double sum = train.get() + validation.get() + test.get();
    Require.that(
        Math.abs(sum - 1) < 1e-9,
        "data.split.train, validation and test must add up to 1, got %s",
        sum);
  }
}
