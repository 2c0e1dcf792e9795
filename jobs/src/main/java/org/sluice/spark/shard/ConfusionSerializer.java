package org.sluice.spark.shard;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import org.sluice.engine.metrics.Confusion;

/** The pairs of classes that were met, in their order. */
final class ConfusionSerializer extends Serializer<Confusion> {
  @Override
  public void write(Kryo kryo, Output output, Confusion confusion) {
    output.writeInt(confusion.classes(), true);
    output.writeDouble(confusion.nats());
    output.writeInt(confusion.pairs(), true);
    confusion.each(
        (pair, count) -> {
          output.writeInt(pair.actual(), true);
          output.writeInt(pair.predicted(), true);
          output.writeLong(count, true);
        });
  }

  @Override
  public Confusion read(Kryo kryo, Input input, Class<Confusion> type) {
    Confusion confusion = new Confusion(input.readInt(true));
    double nats = input.readDouble();
    int pairs = input.readInt(true);
    for (int i = 0; i < pairs; i++) {
      int actual = input.readInt(true);
      int predicted = input.readInt(true);
      confusion.add(actual, predicted, input.readLong(true), i == 0 ? nats : 0);
    }
    return confusion;
  }
}
