package org.sluice.spark.prepare;

import java.io.Serializable;

/**
 * What is counted of rows while they are written. Merging must be exact, so that neither partitions
 * nor their order leave a trace.
 *
 * @param <S> the class itself
 */
interface Tally<T, S extends Tally<T, S>> extends Serializable {
  void add(T row);

  /** Adds what another one counted; may put that one in another form of the same value. */
  void merge(S other);

  /** One of the same kind that has counted nothing. */
  S fresh();
}
