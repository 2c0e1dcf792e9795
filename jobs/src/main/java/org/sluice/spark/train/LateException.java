package org.sluice.spark.train;

/**
 * A part of a training took longer than {@code training.roundDeadline} and was cancelled. The
 * message is one sentence for the user; no setting is wrong, so it is a fault of the job.
 */
public final class LateException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  LateException(String message, Throwable cause) {
    super(message, cause);
  }
}
