package org.sluice.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SafetensorsTest {
  @Test
  void theBytesAreThoseOfTheSpecification() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Tensor tensor = new Tensor("a", new int[] {1, 2}, new float[] {1, -2});
    long length = Safetensors.write(List.of(tensor), out);
    String json =
        "{\"__metadata__\":{\"format\":\"pt\"},"
            + "\"a\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]}}";
    String padded = json + " ".repeat((8 - json.length() % 8) % 8);
    assertThat(padded.length() % 8).isZero();
    ByteBuffer expected =
        ByteBuffer.allocate(8 + padded.length() + 8).order(ByteOrder.LITTLE_ENDIAN);
    expected.putLong(padded.length()).put(padded.getBytes(StandardCharsets.US_ASCII));
    expected.putFloat(1).putFloat(-2);
    assertThat(out.toByteArray()).isEqualTo(expected.array()).hasSize((int) length);
  }

  @Property(tries = 20)
  void tensorsOfAnySizeComeBack(@ForAll @IntRange(max = 600_000) int size) throws IOException {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = i - 0.5f;
    }
    Tensor scalar = new Tensor("scalar", new int[0], new float[] {Float.NaN});
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Safetensors.write(List.of(new Tensor("long", new int[] {size}, values), scalar), out);
    List<Tensor> read = Safetensors.read("w", new ByteArrayInputStream(out.toByteArray()));
    assertThat(read).extracting(Tensor::name).containsExactly("long", "scalar");
    assertThat(read.get(0).values()).isEqualTo(values);
    assertThat(read.get(1).shape()).isEmpty();
    assertThat(read.get(1).values()).containsExactly(Float.NaN);
  }

  @Test
  void tensorsComeInTheOrderOfTheirData() throws IOException {
    byte[] file =
        file("{\"b\":" + entry("F32", "[1]", 4, 8) + ",\"a\":" + entry("F32", "[]", 0, 4) + "}", 8);
    assertThat(read(file)).extracting(Tensor::name).containsExactly("a", "b");
  }

  @Test
  void halvesAreReadExactly() throws IOException {
    short[] bits = {0x3c00, (short) 0xc000, 0x0001, 0x03ff, 0x7bff, (short) 0x8000, 0x7c00};
    float[] expected = {1, -2, 0x1p-24f, 0x3ffp-24f, 65504, -0f, Float.POSITIVE_INFINITY};
    assertThat(readShorts("F16", bits)).isEqualTo(expected);
    assertThat(readShorts("F16", (short) 0x7e01)).containsExactly(Float.NaN);
  }

  @Test
  void brainFloatsAreReadExactly() throws IOException {
    short[] bits = {0x3f80, (short) 0xc000, 0x0001, 0x7f80, (short) 0x8000};
    float[] expected = {1, -2, 0x1p-133f, Float.POSITIVE_INFINITY, -0f};
    assertThat(readShorts("BF16", bits)).isEqualTo(expected);
  }

  @Test
  void aWholeFileOfNoTensorsIsFine() throws IOException {
    assertThat(read(file("{}", 0))).isEmpty();
  }

  @Test
  void anAbsurdHeaderLengthIsRefusedBeforeAnythingIsTaken() {
    byte[] file = file("{}", 0);
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(1L << 40);
    assertRefused(file, "header length must be between 0 and 100000000, found 1099511627776");
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(-1);
    assertRefused(
        file, "header length must be between 0 and 100000000, found 18446744073709551615");
  }

  @Test
  void aHeaderLongerThanTheFileIsRefused() {
    byte[] file = file("{}", 0);
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(90_000_000);
    assertRefused(file, "header cut short: 2 bytes of 90000000");
    assertThatThrownBy(() -> Safetensors.read("w", new ByteArrayInputStream(file), file.length))
        .isInstanceOf(MalformedModelException.class)
        .hasMessage("w: header length must be between 0 and 2, found 90000000");
  }

  @Test
  void aTensorThatPromisesMoreThanTheFileHoldsIsRefusedByName() {
    byte[] file = file("{\"a\":" + entry("F32", "[2000000000]", 0, 8_000_000_000L) + "}", 12);
    assertRefused(file, "cut short in tensor a: expected 8000000000 bytes of it, found 12");
  }

  @Test
  void overlappingTensorsAreRefused() {
    String json = "{\"a\":" + entry("F32", "[2]", 0, 8) + ",\"b\":" + entry("F32", "[2]", 4, 12);
    assertRefused(
        file(json + "}", 12),
        "tensor b: data must begin at byte 8 where the one before it ends, found 4");
  }

  @Test
  void aHoleBetweenTensorsIsRefused() {
    String json = "{\"a\":" + entry("F32", "[1]", 0, 4) + ",\"b\":" + entry("F32", "[1]", 8, 12);
    assertRefused(file(json + "}", 12), "tensor b: data must begin at byte 4");
  }

  @Test
  void aHoleBeforeTheFirstTensorIsRefused() {
    assertRefused(
        file("{\"a\":" + entry("F32", "[1]", 4, 8) + "}", 8),
        "tensor a: data must begin at byte 0");
  }

  @Test
  void bytesBehindTheLastTensorAreRefused() {
    assertRefused(
        file("{\"a\":" + entry("F32", "[1]", 0, 4) + "}", 5), "bytes behind the last tensor");
  }

  @Test
  void twoTensorsOfOneNameAreRefused() {
    String json = "{\"a\":" + entry("F32", "[1]", 0, 4) + ",\"a\":" + entry("F32", "[1]", 4, 8);
    assertRefused(file(json + "}", 8), "expected valid JSON, found: Duplicate field 'a'");
  }

  @Test
  void aShapeThatDoesNotFillItsBytesIsRefused() {
    assertRefused(
        file("{\"a\":" + entry("F16", "[3]", 0, 12) + "}", 12),
        "tensor a: shape [3] of F16 does not fill bytes 0 to 12");
  }

  @Test
  void aShapeWhoseProductOverflowsIsRefused() {
    assertRefused(
        file("{\"a\":" + entry("F32", "[65536,65536,65536,65536]", 0, 0) + "}", 0),
        "tensor a: shape [65536, 65536, 65536, 65536] is more than one array can hold");
  }

  @Test
  void otherNumberFormatsAreRefused() {
    assertRefused(
        file("{\"a\":" + entry("F64", "[1]", 0, 8) + "}", 8),
        "tensor a: dtype must be F32, F16 or BF16, found F64");
  }

  @Test
  void malformedHeadersAreRefused() {
    assertRefused(file("", 0), "header must begin with {");
    assertRefused(file(" {}", 0), "header must begin with {");
    assertRefused(file("{", 0), "expected valid JSON");
    assertRefused(file("{}x", 0), "expected valid JSON");
    assertRefused(file("{\"a\":1}", 0), "tensor a must be an object, found 1");
    assertRefused(file("{\"__metadata__\":{\"x\":1}}", 0), "each value of __metadata__ must be");
    assertRefused(file("{\"a\":{\"dtype\":\"F32\"}}", 0), "tensor a: shape must be an array");
    assertRefused(
        file("{\"a\":" + entry("F32", "[-1]", 0, 4) + "}", 4),
        "tensor a: shape must be a whole number from 0 to 2147483647, found -1");
    assertRefused(
        file("{\"a\":" + entry("F32", "[1.0]", 0, 4) + "}", 4), "tensor a: shape must be a whole");
  }

  @Test
  void everyTruncationIsRefused() {
    byte[] whole = file("{\"a\":" + entry("F32", "[3]", 0, 12) + "}", 12);
    for (int length = 0; length < whole.length; length++) {
      assertRefused(Arrays.copyOf(whole, length), "");
    }
  }

  private static float[] readShorts(String dtype, short... bits) throws IOException {
    int bytes = 2 * bits.length;
    String json = "{\"a\":" + entry(dtype, "[" + bits.length + "]", 0, bytes) + "}";
    byte[] file = file(json, bytes);
    ByteBuffer data = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    data.position(file.length - bytes);
    for (short value : bits) {
      data.putShort(value);
    }
    return read(file).get(0).values();
  }

  private static List<Tensor> read(byte[] file) throws IOException {
    return Safetensors.read("w", new ByteArrayInputStream(file));
  }

  private static String entry(String dtype, String shape, long begin, long end) {
    return "{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
        .formatted(dtype, shape, begin, end);
  }

  /** A file with this header and {@code data} zero bytes behind it. */
  private static byte[] file(String json, int data) {
    byte[] header = json.getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = ByteBuffer.allocate(8 + header.length + data).order(ByteOrder.LITTLE_ENDIAN);
    return out.putLong(header.length).put(header).array();
  }

  private static void assertRefused(byte[] file, String problem) {
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageStartingWith("w: " + problem);
  }
}
