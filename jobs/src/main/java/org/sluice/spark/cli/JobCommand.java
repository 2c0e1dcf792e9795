package org.sluice.spark.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** What the commands have in common: a job file, settings that override it, and how they end. */
@Command(mixinStandardHelpOptions = true, sortOptions = false)
abstract class JobCommand implements Callable<Integer> {
  @ParentCommand private Main main;

  @Parameters(paramLabel = "JOBFILE", description = "the job in HOCON; see docs/job-file.md")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "overrides a setting of the job file; may be given often")
  private List<String> settings = new ArrayList<>();

  @Option(
      names = "--overwrite",
      description = "replaces what an earlier run left in the output folder")
  private boolean overwrite;

  @Option(names = "--verbose", description = "shows the stack trace of a failure")
  private boolean verbose;

  private final List<Step> steps;

  private JobCommand(Step... steps) {
    this.steps = List.of(steps);
  }

  /** The folder of a model to start from, if any. */
  Optional<String> from() {
    return Optional.empty();
  }

  /** Whether training is only planned. */
  boolean dryRun() {
    return false;
  }

  /** The folder of the model to use instead of the run's own, if any. */
  Optional<String> model() {
    return Optional.empty();
  }

  /** Where a training is to go on: the settings that are meant to differ. */
  Optional<List<String>> resume() {
    return Optional.empty();
  }

  @Override
  public final Integer call() {
    try {
      Job job = JobFile.read(file, settings);
      JobRun.Wishes wishes = new JobRun.Wishes(overwrite, dryRun(), from(), model(), resume());
      new JobRun(job, steps, wishes, main.out).go();
      return ExitCodes.DONE;
    } catch (Throwable failure) { // errors too: a user of a command sees no stack trace
      if (Failures.jvmIsLeaving()) {
        return ExitCodes.FAULT; // a signal ended Spark under our feet; the JVM leaves with its code
      }
      return Failures.report(failure, main.err, verbose);
    }
  }

  @Command(
      name = "prepare",
      description = "Reads the table and writes the prepared data set: OUTPUT/prepared.")
  static final class Prepare extends JobCommand {
    Prepare() {
      super(Step.PREPARE);
    }
  }

  @Command(
      name = "train",
      description = "Trains on the prepared data set: OUTPUT/model and OUTPUT/history.jsonl.")
  static final class Train extends JobCommand {
    @Mixin private TrainingOptions training = new TrainingOptions();

    @Option(
        names = "--dry-run",
        description = "tells the plan and times a few rounds; trains and writes nothing")
    private boolean dryRun;

    Train() {
      super(Step.TRAIN);
    }

    @Override
    boolean dryRun() {
      return dryRun;
    }

    @Override
    Optional<String> from() {
      return training.from();
    }

    @Override
    Optional<List<String>> resume() {
      return training.resume();
    }
  }

  @Command(
      name = "evaluate",
      description =
          "Compares the model with naive baselines on the test span: OUTPUT/evaluation.json.")
  static final class Evaluate extends JobCommand {
    @Option(names = "--model", paramLabel = "DIR", description = "default: OUTPUT/model")
    private String model;

    Evaluate() {
      super(Step.EVALUATE);
    }

    @Override
    Optional<String> model() {
      return Optional.ofNullable(model);
    }
  }

  @Command(
      name = "predict",
      description =
          "Forecasts beyond the last row of each series, tells labels or writes text:"
              + " OUTPUT/predictions.")
  static final class Predict extends JobCommand {
    @Option(names = "--model", paramLabel = "DIR", description = "default: OUTPUT/model")
    private String model;

    Predict() {
      super(Step.PREDICT);
    }

    @Override
    Optional<String> model() {
      return Optional.ofNullable(model);
    }
  }

  @Command(name = "run", description = "All four, in this order.")
  static final class Run extends JobCommand {
    @Mixin private TrainingOptions training = new TrainingOptions();

    Run() {
      super(Step.values());
    }

    @Override
    Optional<String> from() {
      return training.from();
    }

    @Override
    Optional<List<String>> resume() {
      return training.resume();
    }
  }
}
