package org.sluice.spark.prepare;

import java.io.Serializable;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sluice.engine.base.Require;

/**
 * A feature that is computed from a row's past or its time, as {@code data.derive} names it: {@code
 * COLUMN.KIND.STEPS}, such as {@code load.lag.96}, {@code COLUMN.observed}, or a kind of time
 * alone, such as {@code hour}.
 *
 * @param column the feature that it is computed from; empty for those of time
 * @param steps n; 0 for those without
 */
record DeriveSpec(Kind kind, String column, int steps) implements Serializable {
  private static final Pattern OF_COLUMN =
      Pattern.compile("(.+)\\.(lag|difference|mean|std|min|max|since|lead)\\.([0-9]{1,6})");
  private static final Pattern OF_A_ROW = Pattern.compile("(.+)\\.(observed)");
  private static final Pattern REMAINING = Pattern.compile("remaining\\.[0-9]{1,6}");

  /** What holidays are called where they are taken for a column. */
  static final String HOLIDAY = "holiday";

  private static final Pattern OF_TIME = Pattern.compile("hour|weekday|month|holiday");

  /** What is computed of the values x of a column. */
  enum Kind {
    /** x of n steps ago. */
    LAG,
    /** x of n steps later, of columns that are known ahead. */
    LEAD,
    /** x less that of n steps ago. */
    DIFFERENCE,
    /** Mean of the last n x, this row's included; those that are missing do not count. */
    MEAN,
    /** Their standard deviation, of the population. */
    STD,
    /** The least of them. */
    MIN,
    /** The greatest of them. */
    MAX,
    /** Steps since x was last observed, n where those are more. */
    SINCE,
    /** 1 where x is observed, else 0. */
    OBSERVED,
    /** 1 on a holiday, else 0. */
    HOLIDAY,
    /** Sine and cosine of the time of day. */
    HOUR,
    /** Sine and cosine of the time of the week. */
    WEEKDAY,
    /** Sine and cosine of the month of the year. */
    MONTH;

    /** Whether it has a number of steps. */
    boolean counts() {
      return !isOfTime() && this != OBSERVED && this != HOLIDAY;
    }

    boolean isOfTime() {
      return this == HOUR || this == WEEKDAY || this == MONTH;
    }

    boolean isRolling() {
      return this == MEAN || this == STD || this == MIN || this == MAX;
    }
  }

  DeriveSpec {
    if (kind.counts()) {
      Require.atLeast(
          "the steps of data.derive = " + column + "." + Require.written(kind),
          steps,
          kind.isRolling() ? 2 : 1);
    }
  }

  /**
   * Whether {@code text} is {@code remaining.STEPS}: steps until a series' last row, STEPS where
   * those are more. It looks at the series' end and so is a target, never a feature.
   */
  static boolean isRemaining(String text) {
    return REMAINING.matcher(text).matches();
  }

  /** The most that such a target says. */
  static int remaining(String text) {
    int most = Integer.parseInt(text.substring(text.lastIndexOf('.') + 1));
    Require.atLeast("the steps of data.targets = remaining", most, 1);
    return most;
  }

  /**
   * @throws org.sluice.engine.base.SluiceException if {@code text} names none
   */
  static DeriveSpec of(String text) {
    Require.that(
        !isRemaining(text),
        "data.derive must not make %s: it tells where a series ends, which no input may; name it in"
            + " data.targets alone",
        text);
    Matcher ofColumn = OF_COLUMN.matcher(text);
    if (ofColumn.matches()) {
      return new DeriveSpec(
          kind(ofColumn.group(2)), ofColumn.group(1), Integer.parseInt(ofColumn.group(3)));
    }
    Matcher ofRow = OF_A_ROW.matcher(text);
    if (ofRow.matches()) {
      return new DeriveSpec(kind(ofRow.group(2)), ofRow.group(1), 0);
    }
    Require.that(
        OF_TIME.matcher(text).matches(),
        "data.derive must name hour, weekday, month, holiday, COLUMN.observed or COLUMN.KIND.STEPS,"
            + " such as load.lag.96, KIND being lag, lead, difference, mean, std, min, max or"
            + " since, got %s",
        text);
    return new DeriveSpec(kind(text), "", 0);
  }

  private static Kind kind(String word) {
    return Require.oneOf("data.derive", word, Kind.class);
  }

  /** Whether it looks at holidays, given the columns of the table that are features. */
  boolean isOfHolidays(List<String> features) {
    return kind == Kind.HOLIDAY || (column.equals(HOLIDAY) && !features.contains(HOLIDAY));
  }

  /** The columns that it makes. */
  List<String> names() {
    String word = Require.written(kind);
    if (kind.isOfTime()) {
      return List.of(word + ".sine", word + ".cosine");
    }
    String behind = kind.counts() ? word + "." + steps : word;
    return List.of(column.isEmpty() ? behind : column + "." + behind);
  }

  /** Steps before a row that it reads. */
  int lookback() {
    if (kind == Kind.LEAD) {
      return 0;
    }
    return kind.isRolling() ? steps - 1 : steps;
  }

  /** Steps behind a row that it reads. */
  int lookahead() {
    return kind == Kind.LEAD ? steps : 0;
  }
}
