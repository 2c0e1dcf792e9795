package org.sluice.spark.prepare;

/**
 * One document as numbers: a bean for Spark, a row of {@code sequences/}. {@link SequenceInfo} says
 * what they mean.
 */
public final class LabelledSequence {
  private String split;
  private long document;
  private int[] tokens;
  private int[] labels;

  public String getSplit() {
    return split;
  }

  public void setSplit(String split) {
    this.split = split;
  }

  public long getDocument() {
    return document;
  }

  public void setDocument(long document) {
    this.document = document;
  }

  public int[] getTokens() {
    return tokens;
  }

  public void setTokens(int[] tokens) {
    this.tokens = tokens;
  }

  public int[] getLabels() {
    return labels;
  }

  public void setLabels(int[] labels) {
    this.labels = labels;
  }
}
