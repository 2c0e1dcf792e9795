package org.sluice.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluice.engine.base.SluiceException;

class HardwareFmaTest {
  @Test
  void thisJvmUsesTheInstruction() {
    assertThat(HardwareFma.isUsed()).isTrue();
  }

  @Test
  void aJvmWithoutItIsRefusedEveryTimeInTheSameSentence() throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                List.of(
                    java,
                    "-XX:-UseFMA",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Refused.class.getName()))
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    assertThat(out.lines().filter(line -> line.startsWith("this JVM has no fused multiply-add")))
        .hasSize(2);
  }

  /** Asks for the kernels twice. */
  static final class Refused {
    private Refused() {}

    public static void main(String[] none) {
      for (int i = 0; i < 2; i++) {
        System.out.println(catchThrowableOfType(SluiceException.class, Kernels::get).getMessage());
      }
    }
  }
}
