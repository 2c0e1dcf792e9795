package org.sluice.spark.prepare;

import java.io.Serializable;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/**
 * How many rows have each reason, and of the usable ones how many share what their times leave over
 * a whole step, unless there are too many such remainders to be held.
 */
final class SurveyTally implements Tally<Row, SurveyTally> {
  private static final long serialVersionUID = 1L;

  /** What is written for the reason of a row that can be used. */
  static final String USABLE = "";

  /** Usable rows that share a remainder: how many, and the first and the last time of them. */
  record Remainder(long remainder, long rows, long from, long to) implements Serializable {
    /** Of remainders with as many rows the least is the best. */
    private static final Comparator<Remainder> BEST_LAST =
        Comparator.comparingLong(Remainder::rows)
            .thenComparing(Remainder::remainder, Comparator.reverseOrder());

    private Remainder and(Remainder other) {
      return new Remainder(
          remainder, rows + other.rows, Math.min(from, other.from), Math.max(to, other.to));
    }
  }

  private final int most;
  private final TreeMap<String, Long> rows = new TreeMap<>(); // by reason
  private final TreeMap<Long, Remainder> remainders = new TreeMap<>();
  private boolean tooMany;
  private long groups;

  /**
   * @param most remainders to be held
   */
  SurveyTally(int most) {
    this.most = most;
  }

  /** Takes in a group: {@code reason, remainder, rows, from, to}. */
  @Override
  public void add(Row group) {
    rows.merge(group.getString(0), group.getLong(2), Long::sum);
    if (group.getString(0).equals(USABLE)) {
      groups++;
      add(new Remainder(group.getLong(1), group.getLong(2), group.getLong(3), group.getLong(4)));
    }
  }

  private void add(Remainder remainder) {
    remainders.merge(remainder.remainder, remainder, Remainder::and);
    letGo(remainders.size() > most);
  }

  private void letGo(boolean now) {
    tooMany |= now;
    if (tooMany) {
      remainders.clear();
    }
  }

  @Override
  public void merge(SurveyTally other) {
    other.rows.forEach((reason, count) -> rows.merge(reason, count, Long::sum));
    groups += other.groups;
    other.remainders.values().forEach(this::add);
    letGo(other.tooMany);
  }

  @Override
  public SurveyTally fresh() {
    return new SurveyTally(most);
  }

  /** Rows of the table, usable or not. */
  long rows() {
    return rows.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Rows that have a reason. */
  long rows(String reason) {
    return rows.getOrDefault(reason, 0L);
  }

  /** Of usable rows: pairs of a key and a remainder. */
  long groups() {
    return groups;
  }

  /** The remainder that most usable rows have; empty if there are too many to say. */
  Optional<Remainder> best() {
    return remainders.values().stream().max(Remainder.BEST_LAST);
  }
}
