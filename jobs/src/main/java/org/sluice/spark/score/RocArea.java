package org.sluice.spark.score;

/**
 * The area under the ROC curve: how likely a score of an anomaly is above one that is of none,
 * equal ones counting half. Counted in whole numbers, so it is exact whatever order rows came in.
 */
final class RocArea {
  private long anomalies;
  private long others;
  private long twice; // pairs in which the anomaly's score is above, counted twice

  /** Takes what has one score; scores must come from the least to the greatest. */
  void add(long moreAnomalies, long moreOthers) {
    twice += moreAnomalies * (2 * others + moreOthers);
    anomalies += moreAnomalies;
    others += moreOthers;
  }

  long anomalies() {
    return anomalies;
  }

  long steps() {
    return anomalies + others;
  }

  /** Null where there are no anomalies, or nothing else. */
  Double area() {
    return anomalies == 0 || others == 0 ? null : twice / 2.0 / anomalies / others;
  }
}
