package org.sluice.spark.cli;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.sluice.engine.base.Require;
import org.sluice.engine.base.SluiceException;
import org.sluice.spark.checkpoint.Checkpoints;
import org.sluice.spark.prepare.SourceSpec;

/** What can be known of a run's inputs and outputs before the cluster is asked for anything. */
final class Beforehand {
  private static final Set<String> FILES =
      Set.of("csv", "json", "orc", "parquet", "text", "avro", "wav");

  private final Job job;
  private final Configuration hadoop;

  Beforehand(Job job, Configuration hadoop) {
    this.job = job;
    this.hadoop = hadoop;
  }

  /** Refuses to write over what an earlier run finished, or over a training it did not finish. */
  void refuseToOverwrite(Collection<Step> steps) {
    Require.that(
        !steps.contains(Step.TRAIN) || !unfinishedTraining(),
        "output is %s, where a training was stopped before its end; give --resume to go on with"
            + " it, --overwrite to start anew, or another output",
        job.output());
    for (Step step : steps) {
      Require.that(
          !exists("output", job.folder(step.seal)),
          "output is %s, where %s already exists; give --overwrite to replace it, or another output",
          job.output(),
          step.part);
    }
  }

  /** A training that is to go on must have been saved. */
  void requireCheckpoint() {
    Checkpoints checkpoints = checkpoints();
    try {
      Require.that(
          !checkpoints.committed().isEmpty(),
          "output is %s, where there is no checkpoint to go on from; leave out --resume to train"
              + " from the beginning",
          job.output());
    } catch (IOException e) {
      throw unreadable("output", job.output(), e);
    }
  }

  private boolean unfinishedTraining() {
    try {
      return checkpoints().unfinished();
    } catch (IOException e) {
      throw unreadable("output", job.output(), e);
    }
  }

  private Checkpoints checkpoints() {
    path("output", job.output());
    return new Checkpoints(job.output(), hadoop);
  }

  /** {@code step} reads what an earlier one makes: that must be there, unless it comes now. */
  void requireResultOf(Step earlier, Step step, List<Step> steps) {
    Require.that(
        steps.contains(earlier) || exists("output", job.folder(earlier.seal)),
        "output is %s, where there is no %s for %s to read; run 'sluice %s' first",
        job.output(),
        earlier.seal,
        step.command(),
        earlier.command());
  }

  /** A model that an option names. */
  void requireModel(String option, String folder) {
    Require.that(
        exists(option, folder + "/model.json"),
        "%s is %s, where there is no model.json; name the folder of a trained model",
        option,
        folder);
  }

  /** A table of files must have some; other sources are Spark's to find. */
  void requireSource(SourceSpec source) {
    if (source.path().isEmpty() || !FILES.contains(source.format())) {
      return;
    }
    Path path = path("data.source.path", source.path().get());
    try {
      FileStatus[] found = path.getFileSystem(hadoop).globStatus(path);
      Require.that(
          found != null && found.length > 0,
          "data.source.path is %s, where there is no file or folder; relative paths start at the"
              + " working directory",
          path);
    } catch (IOException e) {
      throw unreadable("data.source.path", source.path().get(), e);
    }
  }

  private boolean exists(String setting, String file) {
    Path path = path(setting, file);
    try {
      return path.getFileSystem(hadoop).exists(path);
    } catch (IOException e) {
      throw unreadable(setting, file, e);
    }
  }

  private static Path path(String setting, String path) {
    try {
      return new Path(path);
    } catch (IllegalArgumentException e) {
      throw new SluiceException(
          setting + " must be a path that Hadoop can read, got " + path + ": " + e.getMessage(), e);
    }
  }

  private static SluiceException unreadable(String setting, String path, IOException e) {
    return new SluiceException(
        setting + " is " + path + ", which cannot be reached: " + e.getMessage(), e);
  }
}
