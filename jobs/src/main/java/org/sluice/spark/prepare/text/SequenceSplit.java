package org.sluice.spark.prepare.text;

import java.io.Serializable;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.sluice.engine.base.Require;
import org.sluice.engine.base.SluiceException;
import org.sluice.spark.prepare.Split;
import org.sluice.spark.prepare.SplitSpec;

/**
 * Which documents are for training, validation and test: fractions of them in their order, or what
 * a column or the name of their file says.
 *
 * @param column whose values are {@code train}, {@code validation} and {@code test}
 */
public record SequenceSplit(
    Optional<Double> train,
    Optional<Double> validation,
    Optional<Double> test,
    Optional<String> column,
    Optional<Files> files) {

  /** Patterns that the files' names fit, with as many folders before them as the pattern has. */
  public record Files(String train, String validation, String test) implements Serializable {
    public Files {
      check("data.split.files.train", train);
      check("data.split.files.validation", validation);
      check("data.split.files.test", test);
    }

    private static void check(String setting, String pattern) {
      Require.notBlank(setting, pattern);
      try {
        fits(pattern, "a");
      } catch (PatternSyntaxException e) {
        throw new SluiceException(
            setting + " must be a pattern such as train*.tsv, got " + pattern, e);
      }
    }

    String of(Split split) {
      return switch (split) {
        case TRAIN -> train;
        case VALIDATION -> validation;
        case TEST -> test;
      };
    }

    /**
     * The part that a file belongs to.
     *
     * @throws SluiceException if its name fits none of the patterns, or several
     */
    String part(String file) {
      String path = URI.create(file).getPath();
      String[] fitting =
          Stream.of(Split.values())
              .filter(split -> fits(of(split), path))
              .map(Split::toString)
              .toArray(String[]::new);
      Require.that(
          fitting.length == 1,
          "data.split.files says of %s %s; every file must fit one pattern (train %s, validation"
              + " %s, test %s), and data.source.path may name fewer files",
          path,
          fitting.length == 0 ? "nothing" : "both " + String.join(" and ", fitting),
          train,
          validation,
          test);
      return fitting[0];
    }

    private static boolean fits(String pattern, String path) {
      Path whole = Path.of(path);
      int names = Math.min(Path.of(pattern).getNameCount(), whole.getNameCount());
      Path end = whole.subpath(whole.getNameCount() - names, whole.getNameCount());
      return FileSystems.getDefault().getPathMatcher("glob:" + pattern).matches(end);
    }
  }

  public SequenceSplit {
    boolean fractions = Stream.of(train, validation, test).anyMatch(Optional::isPresent);
    long ways = Stream.of(fractions, column.isPresent(), files.isPresent()).filter(w -> w).count();
    Require.that(
        ways == 1,
        "data.split must say one of the fractions train, validation and test, a column, and files,"
            + " got %s",
        ways == 0 ? "none" : "more");
    if (fractions) {
      fractions(train, validation, test); // refuses what is none
    }
    column.ifPresent(name -> Require.notBlank("data.split.column", name));
  }

  boolean byFractions() {
    return train.isPresent();
  }

  SplitSpec fractions() {
    return fractions(train, validation, test);
  }

  private static SplitSpec fractions(
      Optional<Double> train, Optional<Double> validation, Optional<Double> test) {
    return new SplitSpec(
        train, validation, test, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The setting that says what belongs to {@code split}, where it is not a fraction. */
  String says(Split split) {
    return files
        .map(f -> String.format(Locale.ROOT, "data.split.files.%s = %s", split, f.of(split)))
        .orElseGet(() -> "data.split.column = " + column.orElseThrow());
  }
}
