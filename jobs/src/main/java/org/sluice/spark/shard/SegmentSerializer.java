package org.sluice.spark.shard;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.BitSet;
import org.sluice.engine.data.Segment;

/** A segment's numbers, then, unless it is an outline, its values and the words of its mask. */
final class SegmentSerializer extends Serializer<Segment> {
  SegmentSerializer() {
    super(false, true);
  }

  @Override
  public void write(Kryo kryo, Output output, Segment segment) {
    output.writeInt(segment.series(), true);
    output.writeLong(segment.start());
    output.writeInt(segment.rows(), true);
    output.writeInt(segment.columns(), true);
    output.writeBoolean(segment.isOutline());
    if (segment.isOutline()) {
      return;
    }
    kryo.writeObject(output, segment.values());
    kryo.writeObject(output, segment.missing().toLongArray());
  }

  @Override
  public Segment read(Kryo kryo, Input input, Class<Segment> type) {
    int series = input.readInt(true);
    long start = input.readLong();
    int rows = input.readInt(true);
    int columns = input.readInt(true);
    if (input.readBoolean()) {
      return Segment.outline(series, start, rows, columns);
    }
    float[] values = kryo.readObject(input, float[].class);
    long[] missing = kryo.readObject(input, long[].class);
    return new Segment(series, start, columns, values, BitSet.valueOf(missing));
  }
}
