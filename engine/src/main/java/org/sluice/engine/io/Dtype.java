package org.sluice.engine.io;

import java.nio.ByteBuffer;

/** The number formats that can be read into floats without loss. */
enum Dtype {
  F32(4),
  F16(2),
  BF16(2);

  /** Of one number. */
  final int bytes;

  Dtype(int bytes) {
    this.bytes = bytes;
  }

  /** Reads {@code count} numbers from the little-endian {@code in} to {@code out[offset..]}. */
  void decode(ByteBuffer in, float[] out, int offset, int count) {
    switch (this) {
      case F32 -> in.asFloatBuffer().get(out, offset, count);
      case F16 -> {
        for (int i = 0; i < count; i++) {
          out[offset + i] = half(in.getShort());
        }
      }
      case BF16 -> {
        for (int i = 0; i < count; i++) {
          out[offset + i] = Float.intBitsToFloat(in.getShort() << 16);
        }
      }
    }
  }

  /** IEEE 754 binary16; JDK 17 has no conversion of its own. */
  private static float half(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = (bits >> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    int magnitude =
        switch (exponent) {
          case 0 -> Float.floatToRawIntBits(fraction * 0x1p-24f);
          case 0x1f -> 0x7f800000 | fraction << 13;
          default -> (exponent + 127 - 15) << 23 | fraction << 13;
        };
    return Float.intBitsToFloat(sign | magnitude);
  }
}
