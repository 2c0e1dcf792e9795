package org.sluice.spark.train;

/**
 * How many rounds an epoch has. A warm start makes the first one longer: replica 0 trains alone
 * until it has a lead, which it keeps to the epoch's end.
 *
 * @param first rounds of the first epoch
 * @param later rounds of every other
 * @param lead rounds of the first epoch that are replica 0's alone
 */
record EpochRounds(long first, long later, long lead) {

  /**
   * @param batches of each shard in an epoch
   * @param localSteps batches of a round
   * @param warmStart part of an epoch's rounds that replica 0 is to lead by
   */
  static EpochRounds of(long[] batches, int localSteps, double warmStart) {
    long own = rounds(batches[0], localSteps);
    long others = 0;
    for (int i = 1; i < batches.length; i++) {
      others = Math.max(others, rounds(batches[i], localSteps));
    }
    long later = Math.max(own, others);
    long lead = Math.min(own, Math.round(warmStart * later));
    return new EpochRounds(Math.max(own, lead + others), later, lead);
  }

  /** Rounds of an epoch, counted from 0. */
  long in(int epoch) {
    return epoch == 0 ? first : later;
  }

  /** Rounds that replica 0 is ahead of the others. */
  long lead(int epoch) {
    return epoch == 0 ? lead : 0;
  }

  /** Whether replica 0 trains alone in a round. */
  boolean isWarmStart(int epoch, long round) {
    return round < lead(epoch);
  }

  /** Rounds of so many epochs together. */
  long inAll(int epochs) {
    return first + (epochs - 1) * later;
  }

  private static long rounds(long batches, int localSteps) {
    return (batches + localSteps - 1) / localSteps;
  }
}
