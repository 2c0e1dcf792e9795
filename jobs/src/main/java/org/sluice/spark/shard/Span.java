package org.sluice.spark.shard;

import java.util.Locale;
import org.sluice.spark.prepare.DataSetInfo;

/** The three stretches of time, or sets of series, that a data set is split into. */
public enum Span {
  TRAIN,
  VALIDATION,
  TEST;

  /** The one that {@link #label} writes so. */
  static Span of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }

  /** First grid index of this span. */
  public long from(DataSetInfo.Spans spans) {
    return switch (this) {
      case TRAIN -> spans.start();
      case VALIDATION -> spans.validation();
      case TEST -> spans.test();
    };
  }

  /** Grid index behind the last one of this span. */
  public long to(DataSetInfo.Spans spans) {
    return switch (this) {
      case TRAIN -> spans.trainEnd();
      case VALIDATION -> spans.validationEnd();
      case TEST -> spans.end();
    };
  }

  /** Grid index behind the last of its chunks, those of a gap behind it included. */
  long chunksTo(DataSetInfo.Spans spans) {
    return switch (this) {
      case TRAIN -> spans.validation();
      case VALIDATION -> spans.test();
      case TEST -> spans.end();
    };
  }

  /** As the chunks' {@code split} column and messages write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
