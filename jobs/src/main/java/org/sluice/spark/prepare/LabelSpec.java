package org.sluice.spark.prepare;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.sluice.engine.base.Require;

/**
 * A column that says what a step or a series is: a truth that no model reads. It is kept apart from
 * the chunks.
 *
 * @param column of the table
 * @param per what has one label; absent: a step
 * @param use what it says; absent: a class
 * @param normal of anomaly labels, the value that is none; absent: 0 or false, and the others are 1
 *     or true
 * @param leaveOut whether training windows with an anomaly in them are left out; absent: they are
 *     not
 */
public record LabelSpec(
    String column,
    Optional<Per> per,
    Optional<Use> use,
    Optional<String> normal,
    Optional<Boolean> leaveOut) {

  /** What has one label. */
  public enum Per {
    STEP,
    SEQUENCE
  }

  /** What a label says. */
  public enum Use {
    /** One of some classes. */
    CLASS,
    /** Whether something is wrong. */
    ANOMALY
  }

  public LabelSpec {
    Require.notBlank("data.label.column", column);
    boolean anomaly = use.filter(Use.ANOMALY::equals).isPresent();
    Require.that(
        anomaly || normal.isEmpty(),
        "data.label.normal (%s) is for data.label.use = anomaly; give that too or leave it out",
        normal.orElse(null));
    Require.that(
        anomaly || !leaveOut.orElse(false),
        "data.label.leaveOut is for data.label.use = anomaly; give that too or leave it out");
    Require.that(
        !leaveOut.orElse(false) || per.filter(Per.SEQUENCE::equals).isEmpty(),
        "data.label.leaveOut is for labels of steps, but data.label.per is sequence; leave whole"
            + " series out with a data.source.query");
  }

  /** Whether a series has one label, the same at each of its steps. */
  boolean isOfSeries() {
    return per.filter(Per.SEQUENCE::equals).isPresent();
  }

  boolean tellsAnomalies() {
    return use.filter(Use.ANOMALY::equals).isPresent();
  }

  boolean leavesOut() {
    return leaveOut.orElse(false);
  }

  /**
   * Refuses a label that something else is made of: it would know the answer.
   *
   * @param roles columns by the setting that names them
   */
  void check(Map<String, ? extends Collection<String>> roles) {
    roles.forEach(
        (setting, columns) ->
            Require.that(
                !columns.contains(column),
                "data.label.column names the column %s, which %s names too; a label is kept from"
                    + " models, so name it once",
                column,
                setting));
  }
}
