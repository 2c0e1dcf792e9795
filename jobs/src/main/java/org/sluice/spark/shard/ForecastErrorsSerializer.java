package org.sluice.spark.shard;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import org.sluice.engine.metrics.ErrorSums;
import org.sluice.engine.metrics.ForecastErrors;

/** The sums of each horizon and target, one behind the other. */
final class ForecastErrorsSerializer extends Serializer<ForecastErrors> {
  @Override
  public void write(Kryo kryo, Output output, ForecastErrors errors) {
    output.writeInt(errors.horizons(), true);
    output.writeInt(errors.targets(), true);
    for (int h = 0; h < errors.horizons(); h++) {
      for (int y = 0; y < errors.targets(); y++) {
        ErrorSums sums = errors.at(h, y);
        output.writeLong(sums.count());
        output.writeDouble(sums.squared());
        output.writeDouble(sums.absolute());
      }
    }
  }

  @Override
  public ForecastErrors read(Kryo kryo, Input input, Class<ForecastErrors> type) {
    ForecastErrors errors = new ForecastErrors(input.readInt(true), input.readInt(true));
    for (int h = 0; h < errors.horizons(); h++) {
      for (int y = 0; y < errors.targets(); y++) {
        long count = input.readLong();
        double squared = input.readDouble();
        errors.add(h, y, new ErrorSums(count, squared, input.readDouble()));
      }
    }
    return errors;
  }
}
