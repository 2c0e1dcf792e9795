package org.sluice.engine.io;

import static org.sluice.engine.io.MalformedModelException.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What stands before the numbers of a safetensors file: 8 bytes of length, little-endian, then JSON
 * that gives each tensor its number format, shape and place.
 *
 * @param entries in the order of their data, which they cover without hole or overlap
 * @param length of the JSON in bytes, padding included
 */
record SafetensorsHeader(List<Entry> entries, long length) {
  /** The format's own limit; it keeps a damaged length from asking for more. */
  static final long MAX_LENGTH = 100_000_000;

  private static final String METADATA = "__metadata__";
  private static final Comparator<Entry> BY_PLACE =
      Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end);

  /** Bytes {@code begin} (inclusive) to {@code end} (exclusive) behind the header. */
  record Entry(String name, Dtype dtype, int[] shape, long begin, long end) {}

  /** Reads and checks a header; {@code fileLength} is Long.MAX_VALUE where it is not known. */
  static SafetensorsHeader read(String file, InputStream in, long fileLength) throws IOException {
    byte[] prefix = in.readNBytes(Long.BYTES);
    check(prefix.length == Long.BYTES, file, "cut short: no whole header length");
    long length = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getLong();
    long most = Math.min(MAX_LENGTH, fileLength - Long.BYTES);
    check(
        length >= 0 && length <= most,
        file,
        "header length must be between 0 and %d, found %s",
        most,
        Long.toUnsignedString(length));
    byte[] json = in.readNBytes((int) length);
    check(json.length == length, file, "header cut short: %d bytes of %d", json.length, length);
    check(length > 0 && json[0] == '{', file, "header must begin with {");
    SafetensorsHeader header = new SafetensorsHeader(entries(file, json), length);
    header.checkPlaces(file, fileLength);
    return header;
  }

  /** Name and shape of every tensor, in the order of their data. */
  Map<String, int[]> shapes() {
    Map<String, int[]> shapes = new LinkedHashMap<>();
    entries.forEach(entry -> shapes.put(entry.name(), entry.shape()));
    return shapes;
  }

  /** Bytes of the numbers. */
  long dataLength() {
    return entries.isEmpty() ? 0 : entries.get(entries.size() - 1).end();
  }

  /** The header of {@code tensors} one behind the other as F32, length and padding included. */
  static byte[] encode(List<Tensor> tensors) {
    ObjectNode root = Json.MAPPER.createObjectNode();
    root.putObject(METADATA).put("format", "pt");
    long offset = 0;
    for (Tensor tensor : tensors) {
      ObjectNode entry = root.putObject(tensor.name());
      entry.put("dtype", Dtype.F32.name());
      ArrayNode shape = entry.putArray("shape");
      Arrays.stream(tensor.shape()).forEach(shape::add);
      long end = offset + (long) tensor.values().length * Dtype.F32.bytes;
      entry.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    return frame(root);
  }

  private static byte[] frame(ObjectNode root) {
    try {
      byte[] json = Json.MAPPER.writeValueAsString(root).getBytes(StandardCharsets.UTF_8);
      int padded = (json.length + 7) / 8 * 8; // so that the numbers lie aligned in a mapped file
      byte[] out = new byte[Long.BYTES + padded];
      Arrays.fill(out, (byte) ' ');
      ByteBuffer.wrap(out).order(ByteOrder.LITTLE_ENDIAN).putLong(padded).put(json);
      return out;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts and numbers is always valid JSON", e);
    }
  }

  private static List<Entry> entries(String file, byte[] json) throws MalformedModelException {
    List<Entry> entries = new ArrayList<>();
    Iterator<Map.Entry<String, JsonNode>> fields = Json.object(file, json).fields();
    while (fields.hasNext()) {
      Map.Entry<String, JsonNode> field = fields.next();
      if (field.getKey().equals(METADATA)) {
        checkMetadata(file, field.getValue());
      } else {
        entries.add(entry(file, field.getKey(), field.getValue()));
      }
    }
    entries.sort(BY_PLACE);
    return List.copyOf(entries);
  }

  private static void checkMetadata(String file, JsonNode node) throws MalformedModelException {
    for (JsonNode value : Json.object(file, METADATA, node)) {
      Json.string(file, "each value of " + METADATA, value);
    }
  }

  private static Entry entry(String file, String name, JsonNode node)
      throws MalformedModelException {
    String tensor = "tensor " + name;
    ObjectNode object = Json.object(file, tensor, node);
    Dtype dtype = dtype(file, tensor, object.get("dtype"));
    int[] shape = Json.naturals(file, tensor + ": shape", object.get("shape"));
    ArrayNode offsets = Json.array(file, tensor + ": data_offsets", object.get("data_offsets"));
    check(offsets.size() == 2, file, "%s: data_offsets must be two numbers", tensor);
    long begin = Json.natural(file, tensor + ": begin", offsets.get(0), Long.MAX_VALUE);
    long end = Json.natural(file, tensor + ": end", offsets.get(1), Long.MAX_VALUE);
    check(
        bytes(file, tensor, shape, dtype) == end - begin,
        file,
        "%s: shape %s of %s does not fill bytes %d to %d",
        tensor,
        Arrays.toString(shape),
        dtype,
        begin,
        end);
    return new Entry(name, dtype, shape, begin, end);
  }

  private static Dtype dtype(String file, String tensor, JsonNode node)
      throws MalformedModelException {
    String found = Json.string(file, tensor + ": dtype", node);
    for (Dtype dtype : Dtype.values()) {
      if (dtype.name().equals(found)) {
        return dtype;
      }
    }
    throw new MalformedModelException(
        file, tensor + ": dtype must be F32, F16 or BF16, found " + found);
  }

  private static long bytes(String file, String tensor, int[] shape, Dtype dtype)
      throws MalformedModelException {
    long elements = 1;
    for (int dimension : shape) {
      // each factor is below 2^31 and the product so far too, so it can't overflow
      elements *= dimension;
      check(
          elements <= Integer.MAX_VALUE - 8,
          file,
          "%s: shape %s is more than one array can hold",
          tensor,
          Arrays.toString(shape));
    }
    return elements * dtype.bytes;
  }

  private void checkPlaces(String file, long fileLength) throws MalformedModelException {
    long end = 0;
    for (Entry entry : entries) {
      check(
          entry.begin() == end,
          file,
          "tensor %s: data must begin at byte %d where the one before it ends, found %d",
          entry.name(),
          end,
          entry.begin());
      end = entry.end();
    }
    check(
        fileLength == Long.MAX_VALUE || Long.BYTES + length + end == fileLength,
        file,
        "header describes %d bytes in all, the file should have %d",
        Long.BYTES + length + end,
        fileLength);
  }
}
