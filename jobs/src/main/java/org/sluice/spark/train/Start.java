package org.sluice.spark.train;

import java.io.Serializable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** What every replica starts a round from, on its way to the executors; destroyed by the close. */
final class Start implements Serializable, AutoCloseable {
  private static final long serialVersionUID = 1L;

  private final Broadcast<float[]> theta;
  private final Broadcast<float[]> optimizer;

  private Start(Broadcast<float[]> theta, Broadcast<float[]> optimizer) {
    this.theta = theta;
    this.optimizer = optimizer;
  }

  /** Both arrays are shared with tasks of a local master: not to be changed any more. */
  static Start broadcast(JavaSparkContext spark, float[] theta, float[] optimizer) {
    return new Start(spark.broadcast(theta), spark.broadcast(optimizer));
  }

  /** Parameters, in the layout of the network: read only. */
  float[] theta() {
    return theta.value();
  }

  /** The optimizer's state, empty where it begins anew: read only. */
  float[] optimizer() {
    return optimizer.value();
  }

  @Override
  public void close() {
    theta.destroy();
    optimizer.destroy();
  }
}
