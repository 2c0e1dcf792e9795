package org.sluice.spark.prepare.text;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.sluice.spark.prepare.DropReason;

/**
 * A document with what is to be learnt of it, before either is cut into tokens.
 *
 * @param part {@code train}, {@code validation} or {@code test}, or empty where fractions say it
 * @param words to be cut each by itself; none where there is nothing but blank lines
 * @param labels likewise
 * @param dropped why it cannot be used, if it cannot
 */
record Example(
    Place place,
    String part,
    List<String> words,
    List<String> labels,
    Optional<DropReason> dropped) {
  /**
   * Where a document is.
   *
   * @param block where in the file the block begins that Spark read it with
   * @param at row or line of the block, from 0
   * @param behind row or line of the block behind it
   */
  record Place(String file, long block, long at, long behind) {}

  /** A part of a file, by where it begins. */
  record Block(String file, long start) implements Serializable {}

  /** Whether it can be used. */
  boolean usable() {
    return dropped.isEmpty() && !words.isEmpty();
  }
}
