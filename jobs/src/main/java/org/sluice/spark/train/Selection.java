package org.sluice.spark.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.sluice.engine.base.Require;
import org.sluice.engine.io.FileStore;
import org.sluice.engine.io.Model;
import org.sluice.engine.io.ModelFiles;

/**
 * Validates the parameters at the end of each epoch, keeps the best of them and stores their model
 * at once: a training that is cut short leaves it behind.
 */
final class Selection {
  /** What an epoch's parameters are worth. */
  record Verdict(double loss, boolean best) {}

  private final Validation validation;
  private final EarlyStopping stopping;
  private final ModelCard card;
  private final FileStore store;

  /**
   * @param stopping the memory of earlier epochs, if there were any
   */
  Selection(Validation validation, EarlyStopping stopping, ModelCard card, FileStore store) {
    this.validation = validation;
    this.stopping = stopping;
    this.card = card;
    this.store = store;
  }

  void save(TrainingState state) {
    stopping.save(state);
  }

  /** Whether there is a model to keep. */
  boolean hasBest() {
    return stopping.bestEpoch() > 0;
  }

  Verdict judge(float[] theta) {
    double loss = validation.loss(theta);
    boolean best = stopping.improvedBy(theta, loss);
    if (best) {
      store();
    }
    return new Verdict(loss, best);
  }

  /** Whether the patience is used up. */
  boolean isOver() {
    return stopping.isOver();
  }

  /** For messages: what is left to the user of this training so far. */
  String standing() {
    return hasBest()
        ? "the model of epoch " + stopping.bestEpoch() + " stands in " + store.name()
        : "no model was written";
  }

  /** The best model, stored once more if it does not yet say how many epochs came after it. */
  Model finish() {
    Require.that(
        hasBest(),
        "training.optimizer.rate may be too high: the validation loss was not finite in any of"
            + " %d epochs; lower it, or bound the gradient by training.clip.norm",
        stopping.epochs());
    return stopping.epochs() > stopping.bestEpoch() ? store() : card.model(stopping);
  }

  /** Stores the best model so far, in place of what is there, and gives it back. */
  Model store() {
    Model model = card.model(stopping);
    try {
      ModelFiles.write(model, store);
      return model;
    } catch (IOException e) {
      throw new UncheckedIOException("the model cannot be written to " + store.name(), e);
    }
  }
}
