package org.sluice.spark.cli;

import java.util.Locale;

/** The parts of a run, in their order, and what each leaves in the run's folder. */
enum Step {
  PREPARE("prepared", "prepared/dataset.json"),
  TRAIN("model", "model/model.json"),
  EVALUATE("evaluation.json", "evaluation.json"),
  PREDICT("predictions", "predictions");

  /** The file or folder that the step makes. */
  final String part;

  /** What is there once the part is finished. */
  final String seal;

  Step(String part, String seal) {
    this.part = part;
    this.seal = seal;
  }

  /** The command that does this step alone. */
  String command() {
    return name().toLowerCase(Locale.ROOT);
  }
}
