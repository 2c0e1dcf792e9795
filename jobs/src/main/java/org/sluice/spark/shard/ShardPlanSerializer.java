package org.sluice.spark.shard;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.BitSet;

/** A plan's numbers, cut after cut, then the set of outlines; no class names among them. */
final class ShardPlanSerializer extends Serializer<ShardPlan> {
  ShardPlanSerializer() {
    super(false, true);
  }

  @Override
  public void write(Kryo kryo, Output output, ShardPlan plan) {
    output.writeInt(plan.shards(), true);
    output.writeInt(plan.lanes(), true);
    output.writeInt(plan.cuts().length, true);
    for (Cut cut : plan.cuts()) {
      output.writeInt(cut.shard(), true);
      output.writeInt(cut.series(), true);
      output.writeLong(cut.start());
      output.writeInt(cut.rows(), true);
      output.writeInt(cut.lead(), true);
      output.writeInt(cut.count(), true);
    }
    kryo.writeObject(output, plan.absent().toLongArray());
  }

  @Override
  public ShardPlan read(Kryo kryo, Input input, Class<ShardPlan> type) {
    int shards = input.readInt(true);
    int lanes = input.readInt(true);
    Cut[] cuts = new Cut[input.readInt(true)];
    for (int c = 0; c < cuts.length; c++) {
      int shard = input.readInt(true);
      int series = input.readInt(true);
      long start = input.readLong();
      int rows = input.readInt(true);
      int lead = input.readInt(true);
      cuts[c] = new Cut(shard, series, start, rows, lead, input.readInt(true));
    }
    BitSet absent = BitSet.valueOf(kryo.readObject(input, long[].class));
    return new ShardPlan(shards, lanes, cuts, absent);
  }
}
