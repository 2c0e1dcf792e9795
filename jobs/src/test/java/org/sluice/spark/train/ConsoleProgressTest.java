package org.sluice.spark.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ConsoleProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final ConsoleProgress progress =
      new ConsoleProgress(new PrintStream(bytes, true, StandardCharsets.UTF_8));

  @Test
  void aRoundIsOneLineWithLossSpeedGradientAndWhereTheTimeWent() {
    progress.roundEnded(round(3, 0));

    assertThat(lines())
        .containsExactly(
            "  epoch 2 round 3/84  loss 0.43210  19,200 steps/s  gradient 1.23"
                + "  s: broadcast 0.010 compute 0.350 reduce 0.030 driver 0.010");
  }

  @Test
  void everyRoundEveryEpochAndLeftOutReplicasAreTold() {
    progress.roundEnded(round(2, 1));
    progress.epochEnded(new EpochReport(2, 8, 84, 0.5, 0.4, null, true, 12L, 27.13));

    assertThat(lines()).hasSize(3);
    assertThat(lines().get(0)).startsWith("warning: epoch 2 round 2: left out 1 replicas");
    assertThat(lines().get(1)).startsWith("  epoch 2 round 2/84");
    assertThat(lines().get(2))
        .isEqualTo(
            "epoch 2 of 8: loss 0.50000, validation 0.40000, mean of 12 rounds (best so far), 84 rounds in 27.1 s");
  }

  private static RoundReport round(int round, int leftOut) {
    RoundReport.Seconds seconds = new RoundReport.Seconds(0.01, 0.35, 0.03, 0.01);
    return new RoundReport(2, round, 84, 0.4321, 5, 7680, 0.1, 1.234, leftOut, seconds);
  }

  private List<String> lines() {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
