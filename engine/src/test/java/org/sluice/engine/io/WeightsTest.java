package org.sluice.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sluice.engine.params.ParameterLayout;

class WeightsTest {
  private final ParameterLayout layout = Examples.layout(3, 17, 1, 2);
  private final float[] theta = Examples.theta(layout, 1);
  private final List<Tensor> tensors = Weights.tensors(layout, theta);

  @Test
  void tensorsHavePyTorchsNamesShapesAndOrder() {
    assertThat(tensors)
        .extracting(Tensor::name)
        .containsExactly(
            "lstm.weight_ih_l0",
            "lstm.weight_hh_l0",
            "lstm.bias_ih_l0",
            "lstm.bias_hh_l0",
            "head.weight",
            "head.bias");
    assertThat(tensors)
        .extracting(Tensor::shape)
        .containsExactly(
            new int[] {68, 3},
            new int[] {68, 17},
            new int[] {68},
            new int[] {68},
            new int[] {2, 17},
            new int[] {2});
  }

  @Test
  void aGateIsAStretchOfRows() {
    float expected = theta[layout.block("lstm.weight_ih_l0").index(2, 16, 1)];
    assertThat(tensors.get(0).values()[(2 * 17 + 16) * 3 + 1]).isEqualTo(expected);
  }

  @Test
  void theSecondBiasIsWrittenAsZerosAndAddedWhenRead() throws IOException {
    assertThat(tensors.get(3).values()).containsOnly(0f);
    tensors.get(3).values()[20] = 0.5f;
    int place = layout.block("lstm.bias_ih_l0").index(1, 3, 0);
    assertThat(Weights.theta("w", layout, tensors)[place]).isEqualTo(theta[place] + 0.5f);
  }

  @Test
  void aLayoutWithBothBiasesOfItsOwnKeepsThemApart() throws IOException {
    ParameterLayout.Builder builder = ParameterLayout.builder();
    builder.vector("gru.bias_ih_l0", 3, 2, 16);
    builder.vector("gru.bias_hh_l0", 3, 2, 16);
    ParameterLayout both = builder.build();
    float[] values = Examples.theta(both, 2);
    List<Tensor> written = Weights.tensors(both, values);
    assertThat(written).hasSize(2);
    assertThat(Weights.theta("w", both, written)).isEqualTo(values);
  }

  @Test
  void theOrderOfTensorsDoesNotMatterWhenRead() throws IOException {
    List<Tensor> reversed = new ArrayList<>(tensors);
    Collections.reverse(reversed);
    assertThat(Weights.theta("w", layout, reversed)).isEqualTo(theta);
  }

  @Test
  void aMissingTensorIsNamed() {
    assertRefused(tensors.subList(0, 5), "w: tensor head.bias is missing");
  }

  @Test
  void anUnknownTensorIsNamed() {
    List<Tensor> more = new ArrayList<>(tensors);
    more.add(new Tensor("lstm.weight_hr_l0", new int[] {1}, new float[1]));
    assertRefused(more, "w: tensor lstm.weight_hr_l0 is not of this network");
  }

  @Test
  void aWrongShapeIsNamed() {
    List<Tensor> turned = new ArrayList<>(tensors);
    turned.set(4, new Tensor("head.weight", new int[] {17, 2}, new float[34]));
    assertRefused(turned, "w: tensor head.weight: expected shape [2, 17], found [17, 2]");
  }

  @Test
  void aNonFiniteWeightIsNamed() {
    tensors.get(1).values()[5] = Float.NEGATIVE_INFINITY;
    assertRefused(
        tensors, "w: tensor lstm.weight_hh_l0: expected finite weights, element 5 is not");
  }

  @Test
  void biasesWhoseSumIsNotFiniteAreRefused() {
    tensors.get(2).values()[0] = Float.MAX_VALUE;
    tensors.get(3).values()[0] = Float.MAX_VALUE;
    assertRefused(tensors, "w: tensor lstm.bias_ih_l0: expected finite weights, element 0 is not");
  }

  private void assertRefused(List<Tensor> damaged, String message) {
    assertThatThrownBy(() -> Weights.theta("w", layout, damaged))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageStartingWith(message);
  }
}
