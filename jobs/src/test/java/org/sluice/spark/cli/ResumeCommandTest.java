package org.sluice.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.spark.cli.SmallJob.Ended;

/** A training that its budget stops after one round, and the commands that can follow. */
final class ResumeCommandTest {
  @TempDir Path folder;
  private SmallJob job;

  @BeforeEach
  void stopATraining() throws IOException {
    job = SmallJob.in(folder);
    assertThat(job.sluice("prepare").err()).isEmpty();
    Ended stopped = job.sluice("train", "--set", "training.budget=1ns");
    assertThat(stopped.out()).contains("is used up after round 1 of epoch 1; --resume goes on");
    assertThat(stopped.err()).contains("there is no model yet; give --resume to go on");
    assertThat(stopped.code()).isEqualTo(ExitCodes.USER);
  }

  @Test
  void trainingAnewNamesBothWaysOn() {
    Ended ended = job.sluice("train");
    assertThat(ended.err())
        .contains("where a training was stopped before its end", "--resume", "--overwrite");
    assertThat(ended.code()).isEqualTo(ExitCodes.USER);
  }

  @Test
  void resumingGoesOnAndThenSaysThatItIsFinished() {
    Ended ended = job.sluice("train", "--resume");
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).contains("goes on with round 2 of epoch 1", "epoch 2 of 2");

    Ended again = job.sluice("train", "--resume");
    assertThat(again.err()).isEmpty();
    assertThat(again.code()).isZero();
    assertThat(again.out()).contains("is finished after 2 epochs").doesNotContain("round 1");

    assertThat(job.sluice("train").err())
        .contains("model already exists")
        .doesNotContain("stopped");
  }

  @Test
  void resumingAWholeRunMakesTheRestOfItToo() {
    Ended ended = job.sluice("run", "--resume");
    assertThat(ended.err()).isEmpty();
    assertThat(job.run("evaluation.json")).exists();
    assertThat(job.run("predictions/_SUCCESS")).exists();
  }

  @Test
  void otherSettingsAreNamedAndTakenWhereTheyAreMeant() {
    String[] more = {"--set", "training.epochs=3", "--set", "training.patience=5"};

    Ended refused = job.sluice("train", "--resume", more[0], more[1], more[2], more[3]);
    assertThat(refused.code()).isEqualTo(ExitCodes.USER);
    assertThat(refused.err())
        .contains(
            "training.epochs was 2 when the training began and is now 3",
            "training.patience was 0 when the training began and is now 5",
            "--resume-with training.epochs,training.patience");

    Ended meant =
        job.sluice(
            "train",
            "--resume-with",
            "training.epochs,training.patience",
            more[0],
            more[1],
            more[2],
            more[3]);
    assertThat(meant.err()).isEmpty();
    assertThat(meant.out()).contains("epoch 3 of 3");
  }

  @Test
  void wishesThatExcludeEachOtherAreRefused() {
    assertThat(job.sluice("train", "--resume", "--overwrite").err())
        .contains("--resume goes on with a training and --overwrite starts it anew");
    assertThat(job.sluice("train", "--resume", "--from", "model").err())
        .contains("--resume goes on with a training and --from starts a new one");
  }

  @Test
  void whereNothingWasSavedThereIsNothingToResume() {
    String other = "output=" + folder.resolve("other");
    assertThat(job.sluice("prepare", "--set", other).code()).isZero();
    assertThat(job.sluice("train", "--resume", "--set", other).err())
        .contains("no checkpoint to go on from; leave out --resume");
  }
}
