package org.sluice.engine.cell;

/**
 * Names of a cell's parameters, as PyTorch makes them: {@code lstm.weight_ih_l0}, {@code
 * lstm.weight_ih_l0_reverse}.
 *
 * @param stack the module: consecutive like layers share one
 * @param index of the layer in the stack
 * @param reverse whether the cell runs backwards in time
 */
public record BlockNames(String stack, int index, boolean reverse) {

  /** The names of the same layer's other direction. */
  public BlockNames reversed() {
    return new BlockNames(stack, index, !reverse);
  }

  /** Whether {@code block} is one of the layer's, of this direction. */
  public boolean own(String block) {
    return block.startsWith(stack + ".") && block.endsWith(of("").substring(stack.length() + 1));
  }

  /** The name of the layer's {@code parameter}. */
  public String of(String parameter) {
    return stack + "." + parameter + "_l" + index + (reverse ? "_reverse" : "");
  }
}
