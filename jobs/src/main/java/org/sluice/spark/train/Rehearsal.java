package org.sluice.spark.train;

import java.util.Locale;
import java.util.Optional;

/**
 * What rounds of trial took, in seconds; for display alone.
 *
 * @param compute local steps of a round
 * @param others everything else: sending out, scheduling, averaging
 */
record Rehearsal(double compute, double others) {
  private static final int ROUNDS = 3; // after one that warms up
  private static final double MOST = 0.2; // of a round that may go to others without a warning
  private static final double AIM = 0.05;

  /** Runs the next round of {@code run} several times over; {@code run} stays where it is. */
  static Rehearsal of(RoundJob rounds, TrainingRun run, int localSteps) {
    RoundTask.Place place = RoundTask.Place.of(run, rounds.rounds(localSteps), localSteps);
    rounds.run(run, place, run.theta(), 1);
    double compute = 0;
    double others = 0;
    for (int i = 0; i < ROUNDS; i++) {
      RoundJob.Done done = rounds.run(run, place, run.theta(), 1);
      compute += done.compute();
      others += done.broadcast() + done.reduce();
    }
    return new Rehearsal(compute / ROUNDS, others / ROUNDS);
  }

  String text() {
    return String.format(
        Locale.ROOT,
        "  rehearsal  a round takes %.3f s, of which communication takes %.0f %%",
        compute + others,
        100 * share());
  }

  /** Where communication takes too much of a round: so many local steps would be right. */
  Optional<String> warning(int localSteps) {
    if (share() <= MOST) {
      return Optional.empty();
    }
    long enough = Math.round(Math.ceil(localSteps * (1 - AIM) / AIM * others / compute));
    return Optional.of(
        String.format(
            Locale.ROOT,
            "training.localSteps is %d, and communication takes %.0f %% of a round;"
                + " about %d local steps would make it %.0f %%",
            localSteps,
            100 * share(),
            enough,
            100 * AIM));
  }

  private double share() {
    return others / (compute + others);
  }
}
