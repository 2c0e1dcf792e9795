package org.sluice.engine.io;

import static org.sluice.engine.io.MalformedModelException.check;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sluice.engine.base.Require;
import org.sluice.engine.params.Block;
import org.sluice.engine.params.ParameterLayout;

/**
 * A flat parameter vector as PyTorch's tensors and back. Where a block is the merged bias of a
 * recurrent layer, {@code *.bias_ih_l{k}}, PyTorch has two and adds them: ours is written as the
 * first, zeros as its twin {@code *.bias_hh_l{k}}, and reading adds the two.
 */
final class Weights {
  private static final Pattern MERGED_BIAS = Pattern.compile("(.*\\.)?bias_ih(_l\\d+(_reverse)?)");

  private Weights() {}

  /** Name and shape of every tensor in a file of {@code layout}, in the order of the file. */
  static Map<String, int[]> shapes(ParameterLayout layout) {
    Map<String, int[]> shapes = new LinkedHashMap<>();
    for (Block block : layout.blocks()) {
      shapes.put(block.name(), block.shape());
      twin(layout, block).ifPresent(name -> shapes.put(name, block.shape()));
    }
    return shapes;
  }

  /** Copies of all parameters; refuses those that no reader would take. */
  static List<Tensor> tensors(ParameterLayout layout, float[] theta) {
    Require.that(
        theta.length == layout.size(),
        "the network has %d parameters with padding, got %d",
        layout.size(),
        theta.length);
    List<Tensor> tensors = new ArrayList<>();
    for (Block block : layout.blocks()) {
      float[] values = block.read(theta);
      int bad = nonFinite(values);
      Require.that(
          bad < 0, "%s is not finite at element %d: not a model to keep", block.name(), bad);
      tensors.add(new Tensor(block.name(), block.shape(), values));
      twin(layout, block)
          .ifPresent(n -> tensors.add(new Tensor(n, block.shape(), new float[values.length])));
    }
    return tensors;
  }

  /**
   * Reads a whole weights file of {@code length} bytes, Long.MAX_VALUE where that is not known. One
   * that is not of {@code layout} is refused by its header, before a number is read.
   */
  static float[] read(String file, InputStream in, long length, ParameterLayout layout)
      throws IOException {
    SafetensorsHeader header = SafetensorsHeader.read(file, in, length);
    checkShapes(file, shapes(layout), header.shapes());
    return theta(file, layout, Safetensors.read(file, in, header));
  }

  /** The flat vector that {@code tensors}, in any order, spell; its padding is zero. */
  static float[] theta(String file, ParameterLayout layout, List<Tensor> tensors)
      throws MalformedModelException {
    Map<String, int[]> found = new LinkedHashMap<>();
    Map<String, float[]> values = new LinkedHashMap<>();
    for (Tensor tensor : tensors) {
      checkFinite(file, tensor.name(), tensor.values());
      found.put(tensor.name(), tensor.shape());
      values.put(tensor.name(), tensor.values());
    }
    checkShapes(file, shapes(layout), found);
    float[] theta = new float[layout.size()];
    for (Block block : layout.blocks()) {
      float[] own = values.get(block.name());
      twin(layout, block).ifPresent(name -> add(values.get(name), own));
      checkFinite(file, block.name(), own);
      block.write(own, theta);
    }
    return theta;
  }

  static void checkShapes(String file, Map<String, int[]> expected, Map<String, int[]> found)
      throws MalformedModelException {
    for (Map.Entry<String, int[]> tensor : expected.entrySet()) {
      int[] shape = found.get(tensor.getKey());
      check(shape != null, file, "tensor %s is missing", tensor.getKey());
      check(
          Arrays.equals(shape, tensor.getValue()),
          file,
          "tensor %s: expected shape %s, found %s",
          tensor.getKey(),
          Arrays.toString(tensor.getValue()),
          Arrays.toString(shape));
    }
    for (String name : found.keySet()) {
      check(
          expected.containsKey(name),
          file,
          "tensor %s is not of this network, expected only %s",
          name,
          expected.keySet());
    }
  }

  /** The name of the zeros that go with a merged bias; none where the layout has that block. */
  private static Optional<String> twin(ParameterLayout layout, Block block) {
    Matcher matcher = MERGED_BIAS.matcher(block.name());
    if (!block.vector() || !matcher.matches()) {
      return Optional.empty();
    }
    String prefix = matcher.group(1) == null ? "" : matcher.group(1);
    String name = prefix + "bias_hh" + matcher.group(2);
    return layout.names().contains(name) ? Optional.empty() : Optional.of(name);
  }

  private static void add(float[] twin, float[] bias) {
    for (int i = 0; i < bias.length; i++) {
      if (twin[i] != 0) { // -0 + 0 would lose the sign, and with it the bits
        bias[i] += twin[i];
      }
    }
  }

  private static void checkFinite(String file, String name, float[] values)
      throws MalformedModelException {
    int bad = nonFinite(values);
    check(bad < 0, file, "tensor %s: expected finite weights, element %d is not", name, bad);
  }

  /** Index of the first NaN or infinity, -1 if there is none. */
  private static int nonFinite(float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        return i;
      }
    }
    return -1;
  }
}
