package org.sluice.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.sluice.engine.base.SluiceException;
import org.sluice.spark.SparkTest;

final class FailuresTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private int report(Throwable failure) {
    return Failures.report(
        failure, new PrintStream(bytes, true, StandardCharsets.UTF_8), /* verbose= */ false);
  }

  private String said() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void whatTheUserCanMendIsTold() {
    assertThat(report(new SluiceException("a must be b"))).isEqualTo(2);
    assertThat(said()).isEqualTo("sluice: a must be b" + System.lineSeparator());
  }

  @Test
  void aUsersMistakeIsFoundBehindAFailedTask() {
    SparkException job = new SparkException("Job aborted", new SluiceException("a must be b"));
    assertThat(report(new RuntimeException(job))).isEqualTo(2);
    assertThat(said()).isEqualTo("sluice: a must be b" + System.lineSeparator());
  }

  @Test
  void whatSparkRefusesIsOneSentence() {
    try {
      SparkTest.spark().sql("select nobody from range(3)").collect();
    } catch (Exception refused) {
      assertThat(report(refused)).isEqualTo(2);
    }
    assertThat(said())
        .startsWith("sluice: Spark refused: [UNRESOLVED_COLUMN")
        .contains("nobody")
        .hasLineCount(1);
  }

  @Test
  void aFaultNamesItsRootCause() {
    Throwable fault = new RuntimeException("outer", new IOException("no space\nand more"));
    assertThat(report(fault)).isEqualTo(3);
    assertThat(said())
        .isEqualTo(
            "sluice: the job failed: IOException: no space; --verbose shows where"
                + System.lineSeparator());
  }

  @Test
  void aFaultWithoutAMessageIsNamedByItsClass() {
    assertThat(report(new IllegalStateException())).isEqualTo(3);
    assertThat(said()).contains("the job failed: IllegalStateException; --verbose shows where");
  }

  @Test
  void memoryThatDoesNotSufficeNamesTheOption() {
    assertThat(report(new RuntimeException(new OutOfMemoryError("Java heap space")))).isEqualTo(3);
    assertThat(said()).contains("-- --driver-memory 8g").hasLineCount(1);
  }
}
