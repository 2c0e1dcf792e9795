package org.sluice.engine.io;

import static org.sluice.engine.io.MalformedModelException.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Strict JSON: UTF-8, no name twice, nothing behind the value, numbers of the expected kind. */
final class Json {
  static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /** The object that {@code utf8} spells; {@code file} is for messages, as in every method here. */
  static ObjectNode object(String file, byte[] utf8) throws MalformedModelException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      return object(file, "JSON", MAPPER.readTree(text));
    } catch (CharacterCodingException e) {
      throw new MalformedModelException(file, "expected JSON in UTF-8, found other bytes", e);
    } catch (JsonProcessingException e) {
      String found = "expected valid JSON, found: " + e.getOriginalMessage();
      throw new MalformedModelException(file, found, e);
    }
  }

  /** The object of a {@link Seal sealed} file that names its format, 1 to {@code newest}. */
  static ObjectNode sealed(String file, byte[] bytes, int newest) throws MalformedModelException {
    ObjectNode root = object(file, bytes);
    long format = natural(file, "format", root.get("format"), Integer.MAX_VALUE);
    check(
        format >= 1 && format <= newest,
        file,
        "format %d, this build reads 1 to %d; use a later version of Sluice",
        format,
        newest);
    Seal.check(file, bytes);
    return root;
  }

  static ObjectNode object(String file, String name, JsonNode node) throws MalformedModelException {
    check(node instanceof ObjectNode, file, "%s must be an object, found %s", name, kind(node));
    return (ObjectNode) node;
  }

  static ArrayNode array(String file, String name, JsonNode node) throws MalformedModelException {
    check(node instanceof ArrayNode, file, "%s must be an array, found %s", name, kind(node));
    return (ArrayNode) node;
  }

  static String string(String file, String name, JsonNode node) throws MalformedModelException {
    check(node != null && node.isTextual(), file, "%s must be a text, found %s", name, kind(node));
    return node.textValue();
  }

  /** A whole number from 0 to {@code most}. */
  static long natural(String file, String name, JsonNode node, long most)
      throws MalformedModelException {
    boolean whole = node != null && node.isIntegralNumber() && node.canConvertToLong();
    check(
        whole && node.longValue() >= 0 && node.longValue() <= most,
        file,
        "%s must be a whole number from 0 to %d, found %s",
        name,
        most,
        kind(node));
    return node.longValue();
  }

  /** Each a whole number that fits an {@code int}. */
  static int[] naturals(String file, String name, JsonNode node) throws MalformedModelException {
    ArrayNode array = array(file, name, node);
    int[] out = new int[array.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = (int) natural(file, name, array.get(i), Integer.MAX_VALUE);
    }
    return out;
  }

  private static String kind(JsonNode node) {
    if (node == null) {
      return "nothing";
    }
    return node.isNumber() ? node.asText() : node.getNodeType().toString();
  }
}
