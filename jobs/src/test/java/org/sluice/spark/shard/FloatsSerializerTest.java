package org.sluice.spark.shard;

import static org.assertj.core.api.Assertions.assertThat;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.engine.base.Draws;

final class FloatsSerializerTest {
  private final Kryo kryo = new Kryo();
  private final FloatsSerializer serializer = new FloatsSerializer();

  /** Blocks are of 4096; random bits are of every kind of float, NaNs and their payloads too. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4095, 4096, 4097, 20_000})
  void everyBitOfEveryFloatComesBack(int length) {
    Draws draws = Draws.of(1, Draws.Purpose.SAMPLE);
    int[] bits = new int[length];
    float[] floats = new float[length];
    for (int i = 0; i < length; i++) {
      floats[i] = Float.intBitsToFloat((int) draws.bits(i));
      bits[i] = Float.floatToRawIntBits(floats[i]);
    }
    Output output = new Output(64, -1);
    serializer.write(kryo, output, floats);

    float[] back = serializer.read(kryo, new Input(output.toBytes()), float[].class);

    assertThat(back).hasSize(length);
    for (int i = 0; i < length; i++) {
      assertThat(Float.floatToRawIntBits(back[i])).isEqualTo(bits[i]);
    }
  }
}
