package org.sluice.spark.prepare;

/** A reading of one row on its way into a block, its own or a later one: a bean for Spark. */
public final class BlockReading {
  private long block;
  private Reading reading;

  public long getBlock() {
    return block;
  }

  public void setBlock(long block) {
    this.block = block;
  }

  public Reading getReading() {
    return reading;
  }

  public void setReading(Reading reading) {
    this.reading = reading;
  }

  boolean sameBlock(BlockReading other) {
    return block == other.block && reading.getSeries() == other.reading.getSeries();
  }
}
