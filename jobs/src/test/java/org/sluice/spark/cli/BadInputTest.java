package org.sluice.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.spark.cli.SmallJob.Ended;

/** What bad input gets: exit code 2 and one sentence, before Spark starts where that can be. */
final class BadInputTest {
  @TempDir Path folder;
  private SmallJob job;

  @BeforeEach
  void writeTheJob() throws IOException {
    job = SmallJob.in(folder);
  }

  private static void assertRefused(Ended ended, String sentence) {
    assertThat(ended.err()).isEqualTo("sluice: " + sentence + System.lineSeparator());
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
  }

  @Nested
  final class BeforeSparkStarts {
    @BeforeEach
    void stopSpark() {
      if (SparkSession.getDefaultSession().isDefined()) {
        SparkSession.getDefaultSession().get().stop();
      }
    }

    private void assertRefusedWithoutSpark(Ended ended, String sentence) {
      assertRefused(ended, sentence);
      assertThat(SparkSession.getDefaultSession().exists(s -> !s.sparkContext().isStopped()))
          .isFalse();
    }

    @Test
    void anUnknownSetting() {
      assertRefusedWithoutSpark(
          job.sluice("run", "--set", "training.replica=4"),
          "training.replica is not a setting; did you mean training.replicas?"
              + " (--set training.replica=4)");
    }

    @Test
    void aWrongValueInTheFile() throws IOException {
      Path file = folder.resolve("job.conf");
      Files.writeString(file, Files.readString(file).replace("window = 12", "window = twelve"));
      assertRefusedWithoutSpark(
          job.sluice("train"),
          "training.window must be a whole number, got twelve (" + file + ":12)");
    }

    @Test
    void aJobFileThatIsNotThere() {
      assertRefusedWithoutSpark(
          SmallJob.main("run", "no/such.conf"),
          "the job file no/such.conf does not exist or is not a file");
    }

    @Test
    void aFolderWithNothingToInspect() {
      assertRefusedWithoutSpark(
          SmallJob.main("inspect", folder.toString()),
          "PATH is "
              + folder
              + ", where there is no dataset.json and no model.json; name the folder of a prepared"
              + " data set, of a model or of a run");
    }

    @Test
    void aDamagedModelToInspect() throws IOException {
      Files.writeString(folder.resolve("model.json"), "{");
      assertThat(SmallJob.main("inspect", folder.toString()).err())
          .startsWith("sluice: ")
          .contains("model.json")
          .hasLineCount(1);
    }

    @Test
    void aTableThatIsNotThere() {
      assertRefusedWithoutSpark(
          job.sluice("prepare", "--set", "data.source.path=/no/such/table"),
          "data.source.path is /no/such/table, where there is no file or folder; relative paths"
              + " start at the working directory");
    }

    @Test
    void aFileSystemThatIsNotThere() {
      assertThat(job.sluice("prepare", "--set", "data.source.path=nfs4://host/table").err())
          .startsWith("sluice: data.source.path is nfs4://host/table, which cannot be reached: ")
          .hasLineCount(1);
    }

    @Test
    void anOutputThatIsFinished() throws IOException {
      Files.createDirectories(job.run("model"));
      Files.createFile(job.run("model/model.json"));
      assertRefusedWithoutSpark(
          job.sluice("run"),
          "output is %s, where model already exists; give --overwrite to replace it, or another output"
              .formatted(folder.resolve("run")));
    }

    @Test
    void aStepBeforeItsInputIsThere() {
      assertRefusedWithoutSpark(
          job.sluice("train"),
          "output is %s, where there is no prepared/dataset.json for train to read; run 'sluice prepare' first"
              .formatted(folder.resolve("run")));
      assertRefusedWithoutSpark(
          job.sluice("predict"),
          "output is %s, where there is no model/model.json for predict to read; run 'sluice train' first"
              .formatted(folder.resolve("run")));
    }

    @Test
    void aModelThatIsNotThere() {
      assertRefusedWithoutSpark(
          job.sluice("predict", "--model", "/no/model"),
          "--model is /no/model, where there is no model.json; name the folder of a trained model");
      assertRefusedWithoutSpark(
          job.sluice("run", "--from", "/no/model"),
          "--from is /no/model, where there is no model.json; name the folder of a trained model");
    }

    @Test
    void aCommandLineThatIsNone() {
      assertRefusedWithoutSpark(SmallJob.main(), "a command is missing; try 'sluice --help'");
      assertRefusedWithoutSpark(
          SmallJob.main("train"),
          "missing required parameter: 'JOBFILE'; try 'sluice train --help'");
      assertRefusedWithoutSpark(
          job.sluice("run", "--form=x"), "unknown option: '--form=x'; try 'sluice run --help'");
    }
  }

  @Test
  void aColumnThatIsNotThere() {
    Ended ended = job.sluice("prepare", "--set", "data.features=[load, heet]");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).startsWith("sluice: data.features").contains("heet").hasLineCount(1);
  }

  @Test
  void aFeatureThatIsNoNumber() {
    Ended ended = job.sluice("prepare", "--set", "data.features=[load, remark]");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("remark").contains("fine").hasLineCount(1);
  }

  @Test
  void aFormatThatSparkDoesNotKnow() {
    Ended ended = job.sluice("prepare", "--set", "data.source.format=csw");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("data.source.format").contains("csw").hasLineCount(1);
  }

  @Test
  void theStackTraceIsShownWhenAskedFor() {
    Ended ended = job.sluice("prepare", "--verbose", "--set", "data.features=[load, heet]");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("SluiceException").contains("\tat ");
  }

  @Test
  void helpNamesTheCommands() {
    assertThat(SmallJob.main("--help").out())
        .contains("prepare", "train", "evaluate", "predict", "run", "--master", "Exit codes");
    assertThat(SmallJob.main("train", "--help").out()).contains("--from", "--set", "--overwrite");
  }
}
