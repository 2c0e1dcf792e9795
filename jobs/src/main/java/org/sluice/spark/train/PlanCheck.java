package org.sluice.spark.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What a plan asks for, held against the windows and cores that are there. */
final class PlanCheck {
  private PlanCheck() {}

  /**
   * Sentences about what would be wasted, each with its remedy.
   *
   * @param rounds of all epochs: block momentum wants as many as replicas, which is a corpus of N²
   *     times what a replica sees between two syncs
   */
  static List<String> warnings(TrainingSpec training, long[] windows, int cores, long rounds) {
    List<String> warnings = new ArrayList<>();
    int lanes = training.replicas() * training.lanes();
    long all = Arrays.stream(windows).sum();
    if (all < lanes) {
      warnings.add(
          "training.replicas x training.lanes is %d x %d, but there are only %d windows to train on: lanes stay empty; lower training.lanes"
              .formatted(training.replicas(), training.lanes(), all));
    }
    List<Integer> idle =
        IntStream.range(0, windows.length).filter(i -> windows[i] == 0).boxed().toList();
    if (!idle.isEmpty()) {
      warnings.add(
          "replicas %s have no windows and will do nothing; lower training.replicas to %d"
              .formatted(idle, windows.length - idle.size()));
    }
    if (training.replicas() > cores) {
      warnings.add(
          "training.replicas is %d, but Spark has %d cores: replicas take turns, which changes the time and not the model; give Spark more cores or lower training.replicas"
              .formatted(training.replicas(), cores));
    }
    if (rounds < training.replicas()) {
      warnings.add(
          "training.replicas is %d, but all epochs together have only %d rounds, so that replicas differ more than averaging can mend; lower training.replicas or training.localSteps (%d)"
              .formatted(training.replicas(), rounds, training.localSteps()));
    }
    return warnings;
  }
}
