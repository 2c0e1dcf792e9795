package org.sluice.engine.io;

import static org.sluice.engine.io.MalformedModelException.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sluice.engine.base.Require;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.network.CategorySpec;
import org.sluice.engine.network.CellKind;
import org.sluice.engine.network.EmbeddingSpec;
import org.sluice.engine.network.LayerSpec;
import org.sluice.engine.network.NetworkSpec;
import org.sluice.engine.network.Pooling;

/**
 * What {@code model.json} says. Members it doesn't know are passed over when read; a change of
 * meaning takes a new format number.
 *
 * @param weights what the weights file must be
 */
record Manifest(
    NetworkSpec spec, WeightsFile weights, JsonNode preprocessing, Map<String, String> provenance) {
  static final int FORMAT = 1;

  /**
   * @param tensors name and shape, in the order of the file
   */
  record WeightsFile(StoredFile file, Map<String, int[]> tensors) {}

  byte[] encode() {
    ObjectNode root = Json.MAPPER.createObjectNode();
    root.put("format", FORMAT);
    encodeNetwork(root.putObject("network"));
    encodeWeights(root.putObject("weights"));
    root.set("preprocessing", preprocessing);
    ObjectNode words = root.putObject("provenance");
    provenance.forEach(words::put);
    return Seal.encode(root);
  }

  /** Reads the bytes of {@code file}; refuses whatever {@link #encode} can't have written. */
  static Manifest decode(String file, byte[] bytes) throws MalformedModelException {
    ObjectNode root = Json.sealed(file, bytes, FORMAT);
    JsonNode preprocessing = root.get("preprocessing");
    check(preprocessing != null, file, "preprocessing is missing");
    return new Manifest(
        spec(file, Json.object(file, "network", root.get("network"))),
        weights(file, Json.object(file, "weights", root.get("weights"))),
        preprocessing,
        words(file, Json.object(file, "provenance", root.get("provenance"))));
  }

  private void encodeNetwork(ObjectNode network) {
    network.put("inputs", spec.inputs());
    EmbeddingSpec embedding = spec.embedding();
    if (!embedding.equals(EmbeddingSpec.NONE)) {
      RecordJson.encode(embedding, EmbeddingSpec.NONE, network.putObject("embedding"));
    }
    if (!spec.categories().isEmpty()) {
      ArrayNode categories = network.putArray("categories");
      for (CategorySpec category : spec.categories()) {
        categories.addObject().put("kinds", category.kinds()).put("width", category.width());
      }
    }
    ArrayNode layers = network.putArray("layers");
    for (LayerSpec layer : spec.layers()) {
      ObjectNode node = layers.addObject();
      node.put("cell", Require.written(layer.cell())).put("hidden", layer.hidden());
      RecordJson.encode(layer, plain(layer), node);
    }
    if (spec.pooling() != Pooling.LAST) {
      network.put("pooling", Require.written(spec.pooling()));
    }
    network.put("outputs", spec.outputs());
  }

  private void encodeWeights(ObjectNode node) {
    weights.file().encode(node);
    ArrayNode tensors = node.putArray("tensors");
    weights
        .tensors()
        .forEach(
            (name, shape) -> {
              ArrayNode dimensions = tensors.addObject().put("name", name).putArray("shape");
              for (int dimension : shape) {
                dimensions.add(dimension);
              }
            });
    if (spec.embedding().tied()) {
      node.putObject("aliases").put("head.weight", "embedding.weight");
    }
  }

  private static NetworkSpec spec(String file, ObjectNode node) throws MalformedModelException {
    List<LayerSpec> layers = new ArrayList<>();
    for (JsonNode layer : Json.array(file, "network.layers", node.get("layers"))) {
      layers.add(layer(file, Json.object(file, "network.layers", layer)));
    }
    int inputs = natural(file, "network.inputs", node.get("inputs"));
    int outputs = natural(file, "network.outputs", node.get("outputs"));
    try {
      return new NetworkSpec(
          inputs,
          embedding(file, node),
          categories(file, node),
          layers,
          pooling(file, node),
          outputs);
    } catch (SluiceException e) {
      throw new MalformedModelException(file, e.getMessage(), e);
    }
  }

  private static EmbeddingSpec embedding(String file, ObjectNode network)
      throws MalformedModelException {
    JsonNode node = network.get("embedding");
    String name = "network.embedding";
    return node == null
        ? EmbeddingSpec.NONE
        : RecordJson.decode(file, name, EmbeddingSpec.NONE, Json.object(file, name, node));
  }

  private static List<CategorySpec> categories(String file, ObjectNode network)
      throws MalformedModelException {
    String name = "network.categories";
    List<CategorySpec> categories = new ArrayList<>();
    if (network.has("categories")) {
      for (JsonNode node : Json.array(file, name, network.get("categories"))) {
        ObjectNode category = Json.object(file, name, node);
        categories.add(
            new CategorySpec(
                natural(file, name + ".kinds", category.get("kinds")),
                natural(file, name + ".width", category.get("width"))));
      }
    }
    return categories;
  }

  private static Pooling pooling(String file, ObjectNode network) throws MalformedModelException {
    JsonNode node = network.get("pooling");
    return node == null
        ? Pooling.LAST
        : Require.oneOf(
            "network.pooling", Json.string(file, "network.pooling", node), Pooling.class);
  }

  private static LayerSpec layer(String file, ObjectNode node) throws MalformedModelException {
    String cell = Json.string(file, "network.layers.cell", node.get("cell"));
    int hidden = natural(file, "network.layers.hidden", node.get("hidden"));
    try {
      LayerSpec plain =
          new LayerSpec(Require.oneOf("network.layers.cell", cell, CellKind.class), hidden);
      return RecordJson.decode(file, "network.layers", plain, node);
    } catch (SluiceException e) {
      throw new MalformedModelException(file, e.getMessage(), e);
    }
  }

  private static LayerSpec plain(LayerSpec layer) {
    return new LayerSpec(layer.cell(), layer.hidden());
  }

  private static int natural(String file, String name, JsonNode node)
      throws MalformedModelException {
    return (int) Json.natural(file, name, node, Integer.MAX_VALUE);
  }

  private static WeightsFile weights(String file, ObjectNode node) throws MalformedModelException {
    Map<String, int[]> tensors = new LinkedHashMap<>();
    for (JsonNode tensor : Json.array(file, "weights.tensors", node.get("tensors"))) {
      ObjectNode object = Json.object(file, "weights.tensors", tensor);
      String name = Json.string(file, "weights.tensors.name", object.get("name"));
      int[] shape = Json.naturals(file, "tensor " + name + ": shape", object.get("shape"));
      check(tensors.put(name, shape) == null, file, "tensor %s is listed twice", name);
    }
    return new WeightsFile(StoredFile.decode(file, "weights", node), tensors);
  }

  private static Map<String, String> words(String file, ObjectNode node)
      throws MalformedModelException {
    Map<String, String> words = new TreeMap<>();
    for (Iterator<Map.Entry<String, JsonNode>> i = node.fields(); i.hasNext(); ) {
      Map.Entry<String, JsonNode> field = i.next();
      words.put(field.getKey(), Json.string(file, "each value of provenance", field.getValue()));
    }
    return words;
  }
}
