package org.sluice.spark.shard;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * An array's length, then its floats as little-endian bytes, a block at a time: parameters go out
 * and come back in every round, and Kryo's own way is float by float.
 */
final class FloatsSerializer extends Serializer<float[]> {
  private static final int BLOCK = 1 << 12; // floats

  @Override
  public void write(Kryo kryo, Output output, float[] floats) {
    output.writeInt(floats.length, true);
    ByteBuffer bytes = block(floats.length);
    FloatBuffer block = bytes.asFloatBuffer();
    for (int from = 0; from < floats.length; from += BLOCK) {
      int count = Math.min(BLOCK, floats.length - from);
      block.clear().put(floats, from, count);
      output.writeBytes(bytes.array(), 0, count * Float.BYTES);
    }
  }

  @Override
  public float[] read(Kryo kryo, Input input, Class<float[]> type) {
    float[] floats = new float[input.readInt(true)];
    ByteBuffer bytes = block(floats.length);
    FloatBuffer block = bytes.asFloatBuffer();
    for (int from = 0; from < floats.length; from += BLOCK) {
      int count = Math.min(BLOCK, floats.length - from);
      input.readBytes(bytes.array(), 0, count * Float.BYTES);
      block.clear().get(floats, from, count);
    }
    return floats;
  }

  private static ByteBuffer block(int length) {
    return ByteBuffer.allocate(Math.min(BLOCK, length) * Float.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN);
  }
}
