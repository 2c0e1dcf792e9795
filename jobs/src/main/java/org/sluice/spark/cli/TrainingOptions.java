package org.sluice.spark.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sluice.engine.base.Require;
import picocli.CommandLine.Option;

/** Where a training begins; for the commands that train. */
final class TrainingOptions {
  @Option(names = "--from", paramLabel = "DIR", description = "starts from this trained model")
  private String from;

  @Option(
      names = "--resume",
      description = "goes on from the newest good checkpoint of a training that was stopped")
  private boolean resume;

  @Option(
      names = "--resume-with",
      paramLabel = "NAMES",
      split = ",",
      description =
          "the same, though these settings, such as training.epochs, are not those it began with")
  private List<String> meant = new ArrayList<>();

  /** The folder of a model to start from, if any. */
  Optional<String> from() {
    return Optional.ofNullable(from);
  }

  /** Settings that may differ from those of the training that goes on, where one is to. */
  Optional<List<String>> resume() {
    boolean wanted = resume || !meant.isEmpty();
    Require.that(
        !wanted || from == null,
        "--resume goes on with a training and --from starts a new one; give one of them");
    return wanted ? Optional.of(List.copyOf(meant)) : Optional.empty();
  }
}
