package org.sluice.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.spark.cli.SmallJob.Ended;

/** A job whose table lies on HDFS and whose output goes there. */
@Tag("slow")
final class HdfsTest {
  @TempDir static Path shared;
  private static MiniDFSCluster hdfs;
  private static FileSystem files;
  private static byte[] onLocalFiles;

  private SmallJob job;
  private String root;

  @BeforeAll
  static void startHdfs() throws IOException {
    SmallJob local = SmallJob.in(shared.resolve("local"));
    assertThat(local.sluice("run").err()).isEmpty();
    onLocalFiles = Files.readAllBytes(local.run("model/weights.safetensors"));
    hdfs = new MiniDFSCluster.Builder(new Configuration(), shared.resolve("hdfs").toFile()).build();
    files = hdfs.getFileSystem();
  }

  @AfterAll
  static void endHdfs() {
    hdfs.close();
  }

  @BeforeEach
  void putTheTable(@TempDir Path folder, TestInfo test) throws IOException {
    job = SmallJob.in(folder);
    root = hdfs.getURI() + "/" + test.getTestMethod().orElseThrow().getName();
    files.copyFromLocalFile(
        path(folder.resolve("table").toUri().toString()), path(root + "/table"));
  }

  @Test
  void aRunThereGivesTheWeightsOfOneOnLocalFiles() throws IOException {
    Ended ended = sluice("run");

    assertThat(ended.err()).isEmpty();
    assertThat(ended.code()).isZero();
    assertThat(weights()).isEqualTo(onLocalFiles);
    assertThat(files.exists(path(root + "/run/evaluation.json"))).isTrue();
    assertThat(files.exists(path(root + "/run/predictions/_SUCCESS"))).isTrue();
  }

  @Test
  void aTrainingThatStoppedGoesOnFromItsCheckpointThere() throws IOException {
    assertThat(sluice("prepare").err()).isEmpty();
    assertThat(sluice("train", "--set", "training.budget=1ns").code()).isEqualTo(ExitCodes.USER);
    assertThat(files.listStatus(path(root + "/run/checkpoints"))).hasSize(1);

    Ended ended = sluice("run", "--resume");

    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).contains("goes on with round 2 of epoch 1");
    assertThat(weights()).isEqualTo(onLocalFiles);
  }

  private Ended sluice(String command, String... options) {
    String[] there = {
      "--set", "output=" + root + "/run", "--set", "data.source.path=" + root + "/table"
    };
    return job.sluice(
        command,
        Stream.concat(Arrays.stream(there), Arrays.stream(options)).toArray(String[]::new));
  }

  private byte[] weights() throws IOException {
    try (InputStream in = files.open(path(root + "/run/model/weights.safetensors"))) {
      return in.readAllBytes();
    }
  }

  private static org.apache.hadoop.fs.Path path(String path) {
    return new org.apache.hadoop.fs.Path(path);
  }
}
