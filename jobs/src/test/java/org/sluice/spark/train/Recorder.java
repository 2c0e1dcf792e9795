package org.sluice.spark.train;

import java.util.ArrayList;
import java.util.List;

/** Keeps all that a training tells. */
final class Recorder implements TrainingListener {
  final List<String> warnings = new ArrayList<>();
  final List<String> notes = new ArrayList<>();
  final List<String> plans = new ArrayList<>();
  final List<RoundReport> rounds = new ArrayList<>();
  final List<EpochReport> epochs = new ArrayList<>();

  @Override
  public void warned(String message) {
    warnings.add(message);
  }

  @Override
  public void noted(String message) {
    notes.add(message);
  }

  @Override
  public void planned(String plan) {
    plans.add(plan);
  }

  @Override
  public void roundEnded(RoundReport report) {
    rounds.add(report);
  }

  @Override
  public void epochEnded(EpochReport report) {
    epochs.add(report);
  }
}
