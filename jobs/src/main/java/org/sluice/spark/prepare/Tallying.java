package org.sluice.spark.prepare;

import java.util.BitSet;
import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.AccumulatorV2;

/**
 * Counts what the last stage of one job reads or writes, so that it need not be read again: hands
 * rows on as they are, and the driver has the counts when the job is done. A task counts when it
 * has seen its whole partition; what a failed one counted Spark drops; and of a partition that two
 * tasks finish, as retries and speculation may have it, one counts, known by the partition's
 * number.
 */
final class Tallying<T, S extends Tally<T, S>> extends AccumulatorV2<S, S>
    implements MapPartitionsFunction<T, T> {
  private static final long serialVersionUID = 1L;
  private static final int NONE = -1;

  private S tally;
  private int partition = NONE; // that a task counted
  private transient BitSet merged = new BitSet(); // partitions, on the driver

  private Tallying(S tally) {
    this.tally = tally;
  }

  /**
   * @param tally of what is to be counted; not changed
   */
  static <T, S extends Tally<T, S>> Tallying<T, S> of(SparkSession spark, S tally) {
    Tallying<T, S> tallying = new Tallying<>(tally.fresh());
    spark.sparkContext().register(tallying);
    return tallying;
  }

  @Override
  public Iterator<T> call(Iterator<T> rows) {
    S counted = tally.fresh();
    return new Iterator<>() {
      private boolean ended;

      @Override
      public boolean hasNext() {
        boolean more = rows.hasNext();
        if (!more && !ended) {
          ended = true;
          Tallying.this.add(counted);
        }
        return more;
      }

      @Override
      public T next() {
        T row = rows.next();
        counted.add(row);
        return row;
      }
    };
  }

  /** Takes what this task counted to the end. */
  @Override
  public void add(S counted) {
    partition = TaskContext.getPartitionId();
    tally.merge(counted);
  }

  @Override
  public void merge(AccumulatorV2<S, S> other) {
    int from = ((Tallying<?, S>) other).partition;
    if (from != NONE && !merged.get(from)) {
      merged.set(from);
      tally.merge(other.value());
    }
  }

  @Override
  public boolean isZero() {
    return partition == NONE && (merged == null || merged.isEmpty());
  }

  @Override
  public AccumulatorV2<S, S> copy() {
    Tallying<T, S> copy = new Tallying<>(tally.fresh());
    copy.tally.merge(tally);
    copy.partition = partition;
    copy.merged = (BitSet) merged.clone();
    return copy;
  }

  @Override
  public void reset() {
    tally = tally.fresh();
    partition = NONE;
    merged = new BitSet();
  }

  @Override
  public S value() {
    return tally;
  }
}
