package org.sluice.spark.prepare;

/**
 * The scalers of a group of series, one for each column: a bean for Spark, a row of {@code
 * scalers/}. Whether a logarithm is taken is the same for all groups.
 */
public class GroupScaler {
  private String[] key = {};
  private double[] center;
  private double[] divisor;
  private float[] fill;

  public String[] getKey() {
    return key;
  }

  public void setKey(String[] key) {
    this.key = key;
  }

  /** One for each column; null where a series has no scalers of its own. */
  public double[] getCenter() {
    return center;
  }

  public void setCenter(double[] center) {
    this.center = center;
  }

  public double[] getDivisor() {
    return divisor;
  }

  public void setDivisor(double[] divisor) {
    this.divisor = divisor;
  }

  public float[] getFill() {
    return fill;
  }

  public void setFill(float[] fill) {
    this.fill = fill;
  }
}
