package org.sluice.spark.prepare;

import java.util.Arrays;

/** A {@link Reading} whose series has no number, but its key: a bean for Spark. */
public final class KeyedReading extends Reading {
  private String[] key;

  public String[] getKey() {
    return key;
  }

  public void setKey(String[] key) {
    this.key = key;
  }

  @Override
  boolean sharesStep(Reading other) {
    return super.sharesStep(other)
        && other instanceof KeyedReading keyed
        && Arrays.equals(key, keyed.key);
  }
}
