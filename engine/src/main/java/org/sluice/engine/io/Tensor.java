package org.sluice.engine.io;

import java.util.Arrays;
import org.sluice.engine.base.Require;

/**
 * A named array as a weights file holds it. Shares the arrays it is given.
 *
 * @param shape its dimensions; none at all for a single number
 * @param values row-major, as many as the product of {@code shape}
 */
public record Tensor(String name, int[] shape, float[] values) {
  public Tensor {
    long elements = Arrays.stream(shape).asLongStream().reduce(1, Math::multiplyExact);
    Require.that(
        elements == values.length,
        "tensor %s of shape %s must have %d values, got %d",
        name,
        Arrays.toString(shape),
        elements,
        values.length);
  }
}
