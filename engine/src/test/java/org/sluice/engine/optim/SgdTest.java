package org.sluice.engine.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.sluice.engine.base.SluiceException;

class SgdTest {
  /** Exact in binary: torch.optim.SGD(lr=0.5, momentum=0.25) from (1, -2) gives the same. */
  @Test
  void momentumIsThatOfPyTorch() {
    Sgd sgd = new Sgd(0.5, 0.25);
    float[] theta = {1, -2};
    float[] v = new float[sgd.stateSize(2)];
    sgd.step(theta, new float[] {1, 4}, v);
    assertThat(v).containsExactly(1, 4);
    assertThat(theta).containsExactly(0.5f, -4);
    sgd.step(theta, new float[] {-1, 2}, v);
    assertThat(v).containsExactly(-0.75f, 3);
    assertThat(theta).containsExactly(0.875f, -5.5f);
  }

  @Test
  void withoutMomentumThereIsNoState() {
    Sgd sgd = new Sgd(0.5, 0);
    assertThat(sgd.stateSize(1000)).isZero();
    float[] theta = {1, -2};
    sgd.step(theta, new float[] {1, 4}, new float[0]);
    sgd.step(theta, new float[] {1, 4}, new float[0]);
    assertThat(theta).containsExactly(0, -6);
  }

  @Test
  void stateTakenUpElsewhereGoesOnAsIfNothingHadHappened() {
    Sgd sgd = new Sgd(0.1, 0.9);
    float[] theta = {1, -2, 3};
    float[] v = new float[3];
    sgd.step(theta, new float[] {0.3f, 0.2f, 0.1f}, v);
    float[] thetaElsewhere = theta.clone();
    float[] stateElsewhere = v.clone();
    float[] gradient = {0.7f, -0.4f, 0};
    sgd.step(theta, gradient, v);
    new Sgd(0.1, 0.9).step(thetaElsewhere, gradient, stateElsewhere);
    assertThat(thetaElsewhere).isEqualTo(theta);
    assertThat(stateElsewhere).isEqualTo(v);
  }

  @Test
  void paddingStaysZero() {
    Sgd sgd = new Sgd(0.1, 0.9);
    float[] theta = {1, 0};
    float[] v = new float[2];
    for (int i = 0; i < 10; i++) {
      sgd.step(theta, new float[] {1, 0}, v);
    }
    assertThat(Float.floatToRawIntBits(theta[1])).isZero();
  }

  @Test
  void settingsThatCannotWorkAreRefusedByName() {
    assertThatThrownBy(() -> new Sgd(0, 0.9))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("training.optimizer.rate");
    assertThatThrownBy(() -> new Sgd(0.1, 1))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("training.optimizer.momentum");
  }
}
