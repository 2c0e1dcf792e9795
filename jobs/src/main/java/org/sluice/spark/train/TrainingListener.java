package org.sluice.spark.train;

import java.util.List;

/** What a training tells while it runs; called on the driver's training thread, in order. */
public interface TrainingListener {
  /** Something the user may want to change; the sentence names the setting and the remedy. */
  default void warned(String message) {}

  /** Something the user will want to know, such as where a training goes on. */
  default void noted(String message) {}

  /** A block of lines: what the training will do and need. */
  default void planned(String plan) {}

  default void roundEnded(RoundReport report) {}

  default void epochEnded(EpochReport report) {}

  /** One listener that tells all of {@code listeners}, in their order. */
  static TrainingListener all(List<? extends TrainingListener> listeners) {
    List<TrainingListener> told = List.copyOf(listeners);
    return new TrainingListener() {
      @Override
      public void warned(String message) {
        told.forEach(listener -> listener.warned(message));
      }

      @Override
      public void noted(String message) {
        told.forEach(listener -> listener.noted(message));
      }

      @Override
      public void planned(String plan) {
        told.forEach(listener -> listener.planned(plan));
      }

      @Override
      public void roundEnded(RoundReport report) {
        told.forEach(listener -> listener.roundEnded(report));
      }

      @Override
      public void epochEnded(EpochReport report) {
        told.forEach(listener -> listener.epochEnded(report));
      }
    };
  }
}
