package org.sluice.spark.prepare;

/**
 * What is known of one column of a group of series, from some of its chunks: a bean for Spark.
 * {@code key} is what the group's series have in common, {@code series} one of them; {@code
 * quartiles} are of the whole group, and null where the sums are meant.
 */
public final class GroupPart extends SumsPart {
  private int series;
  private String[] key;
  private float[] quartiles;

  public int getSeries() {
    return series;
  }

  public void setSeries(int series) {
    this.series = series;
  }

  public String[] getKey() {
    return key;
  }

  public void setKey(String[] key) {
    this.key = key;
  }

  public float[] getQuartiles() {
    return quartiles;
  }

  public void setQuartiles(float[] quartiles) {
    this.quartiles = quartiles;
  }
}
