package org.sluice.engine.io;

import static org.sluice.engine.io.MalformedModelException.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * What {@code checkpoint.json} says. Members it doesn't know are passed over when read; a change of
 * meaning takes a new format number.
 */
record CheckpointManifest(
    StoredFile arrays, StoredFile history, Map<String, double[]> numbers, JsonNode about) {
  static final int FORMAT = 1;

  byte[] encode() {
    ObjectNode root = Json.MAPPER.createObjectNode();
    root.put("format", FORMAT);
    arrays.encode(root.putObject("arrays"));
    history.encode(root.putObject("history"));
    ObjectNode named = root.putObject("numbers");
    numbers.forEach((name, values) -> encode(values, named.putArray(name)));
    root.set("about", about);
    return Seal.encode(root);
  }

  /** Reads the bytes of {@code file}; refuses whatever {@link #encode} can't have written. */
  static CheckpointManifest decode(String file, byte[] bytes) throws MalformedModelException {
    ObjectNode root = Json.sealed(file, bytes, FORMAT);
    JsonNode about = root.get("about");
    check(about != null, file, "about is missing");
    return new CheckpointManifest(
        StoredFile.decode(file, "arrays", Json.object(file, "arrays", root.get("arrays"))),
        StoredFile.decode(file, "history", Json.object(file, "history", root.get("history"))),
        numbers(file, Json.object(file, "numbers", root.get("numbers"))),
        about);
  }

  /** JSON has no infinities and no NaN: those are texts. */
  private static void encode(double[] values, ArrayNode array) {
    for (double value : values) {
      if (Double.isFinite(value)) {
        array.add(value);
      } else {
        array.add(Double.toString(value));
      }
    }
  }

  private static Map<String, double[]> numbers(String file, ObjectNode node)
      throws MalformedModelException {
    Map<String, double[]> numbers = new TreeMap<>();
    for (Iterator<Map.Entry<String, JsonNode>> i = node.fields(); i.hasNext(); ) {
      Map.Entry<String, JsonNode> field = i.next();
      String name = "numbers." + field.getKey();
      ArrayNode array = Json.array(file, name, field.getValue());
      double[] values = new double[array.size()];
      for (int j = 0; j < values.length; j++) {
        values[j] = number(file, name, array.get(j));
      }
      numbers.put(field.getKey(), values);
    }
    return numbers;
  }

  private static double number(String file, String name, JsonNode node)
      throws MalformedModelException {
    return switch (node.asText()) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> {
        check(node.isNumber(), file, "%s must be numbers, found %s", name, node);
        yield node.doubleValue();
      }
    };
  }
}
