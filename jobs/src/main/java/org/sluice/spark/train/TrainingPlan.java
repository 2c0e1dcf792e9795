package org.sluice.spark.train;

import java.util.Locale;
import org.sluice.spark.shard.Sampling;

/**
 * What a training will do and need, as far as it is known before its first round. Sizes count the
 * large arrays; Spark's own needs and the JVM's come on top.
 *
 * @param windows of an epoch
 * @param rounds of an epoch, the first at least
 * @param segments of an epoch
 * @param need what the replicas take
 * @param cluster what there is to give
 */
record TrainingPlan(
    TrainingSpec spec,
    long windows,
    long rounds,
    SegmentPlan segments,
    Need need,
    Cluster cluster) {
  /**
   * Bytes.
   *
   * @param broadcast to each executor in a round: parameters, and optimizer state if kept
   * @param back from each replica in a round
   * @param shard the largest of all replicas
   * @param work buffers of one replica at work
   */
  record Need(long broadcast, long back, long shard, long work) {}

  /**
   * @param cores of all executors together
   */
  record Cluster(int executors, int cores) {}

  /** The plan as a block of lines. */
  String text() {
    return String.join(
        System.lineSeparator(),
        "plan: " + replicas(),
        "  a round    " + round() + segmented(),
        "  broadcast  " + megabytes(need.broadcast()) + " to each executor in a round",
        "  reduced    " + reduced(),
        "  memory     " + memory());
  }

  private String replicas() {
    return String.format(
        Locale.ROOT,
        "%d replicas of %d lanes, %,d %s an epoch, %d epochs; %d %s with %d cores",
        spec.replicas(),
        spec.lanes(),
        windows,
        spec.sampling() == Sampling.SEQUENCES ? "sequences" : "windows",
        spec.epochs(),
        cluster.executors(),
        cluster.executors() == 1 ? "executor" : "executors",
        cluster.cores());
  }

  private String round() {
    return String.format(
        Locale.ROOT,
        "%,d %s%d steps in %d local steps of each replica; %,d rounds an epoch%s",
        (long) spec.replicas() * spec.localSteps() * spec.lanes(),
        spec.sampling() == Sampling.SEQUENCES ? "sequences of at most " : "windows of ",
        spec.window(),
        spec.localSteps(),
        rounds,
        spec.localStepsSchedule().isConstant()
            ? ""
            : " at first, then fewer local steps and more rounds");
  }

  private String segmented() {
    return segments.isWhole()
        ? ""
        : String.format(
            Locale.ROOT,
            "%n  segments   %,d an epoch, of %,d rounds each; the one at hand and the next take"
                + " about %s of training.segments.limit (%s MB)",
            segments.count(),
            segments.rounds(),
            megabytes(segments.bytes()),
            spec.segments().limit());
  }

  private String reduced() {
    return megabytes(inFlight())
        + " in a round, "
        + (direct()
            ? "straight to the driver"
            : "in slices on the executors, since training.reduce.directLimit is "
                + spec.reduce().directLimit()
                + " MB");
  }

  private String memory() {
    return String.format(
        Locale.ROOT,
        "each executor %s (shards %s), driver %s",
        megabytes(executorBytes()),
        megabytes(shardBytes()),
        megabytes(driverBytes()));
  }

  private boolean direct() {
    return inFlight() <= spec.reduce().directBytes();
  }

  private long inFlight() {
    return spec.replicas() * need.back();
  }

  private long shardBytes() {
    int held = segments.isWhole() ? 1 : 2;
    return held * ceiling(spec.replicas(), cluster.executors()) * need.shard();
  }

  /** Shards, what was broadcast, and on each core a replica at work and its result on the way. */
  private long executorBytes() {
    long cores = Math.min(ceiling(cluster.cores(), cluster.executors()), spec.replicas());
    return shardBytes() + need.broadcast() + cores * (need.work() + 2 * need.broadcast());
  }

  /**
   * Start, average and best parameters, the sums in double, those of the iterates too, and the
   * replicas on their way.
   */
  private long driverBytes() {
    int vectors = spec.iterates().isNone() ? 5 : 8;
    return vectors * need.broadcast() + (direct() ? inFlight() : need.broadcast());
  }

  private static long ceiling(long a, long b) {
    return (a + b - 1) / b;
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%,.1f MB", bytes * 1e-6);
  }
}
