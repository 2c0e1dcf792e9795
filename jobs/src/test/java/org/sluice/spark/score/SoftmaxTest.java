package org.sluice.spark.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class SoftmaxTest {
  @Test
  void probabilitiesAreThoseOfTheDefinition() {
    float[] logits = {9, 1, -2, 3, 0.5f, 9};
    Softmax softmax = new Softmax(4);
    softmax.read(logits, 1);
    double sum = 0;
    for (int c = 0; c < 4; c++) {
      sum += Math.exp(logits[1 + c]);
    }
    assertThat(softmax.likeliest()).isEqualTo(2);
    for (int c = 0; c < 4; c++) {
      double probability = Math.exp(logits[1 + c]) / sum;
      assertThat(softmax.probability(c)).isCloseTo(probability, within(1e-6));
      assertThat(softmax.nats(logits[1 + c])).isCloseTo(-Math.log(probability), within(1e-6));
    }
  }

  @Test
  void ofEqualLogitsTheFirstIsLikeliestAndHopelessOnesHaveACost() {
    Softmax softmax = new Softmax(3);
    softmax.read(new float[] {0, 0, -500}, 0);
    assertThat(softmax.likeliest()).isZero();
    assertThat(softmax.probability(2)).isZero();
    assertThat(softmax.nats(-500)).isCloseTo(500 + Math.log(2), within(1e-6));
  }
}
