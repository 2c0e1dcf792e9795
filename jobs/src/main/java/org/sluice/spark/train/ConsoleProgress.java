package org.sluice.spark.train;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Tells a training's progress in lines for people: each epoch, and its rounds so far as they come
 * no faster than one a second.
 */
public final class ConsoleProgress implements TrainingListener {
  private static final long INTERVAL = 1_000_000_000L; // nanoseconds

  private final PrintStream out;
  private final LongSupplier nanos;
  private long next;

  public ConsoleProgress(PrintStream out) {
    this(out, System::nanoTime);
  }

  ConsoleProgress(PrintStream out, LongSupplier nanos) {
    this.out = out;
    this.nanos = nanos;
    next = nanos.getAsLong();
  }

  @Override
  public void warned(String message) {
    print("warning: %s", message);
  }

  @Override
  public void roundEnded(RoundReport report) {
    if (report.leftOut() > 0) {
      print(
          "warning: epoch %d round %d: left out %d replicas whose loss is not finite;"
              + " lower training.optimizer.rate or bound the gradient by training.clip.norm",
          report.epoch(), report.round(), report.leftOut());
    }
    long now = nanos.getAsLong();
    if (now - next >= 0) {
      next = now + INTERVAL;
      print(report);
    }
  }

  @Override
  public void epochEnded(EpochReport report) {
    print(
        "epoch %d of %d: loss %.5f, validation %.5f%s, %d rounds in %.1f s",
        report.epoch(),
        report.epochs(),
        report.loss(),
        report.validationLoss(),
        report.best() ? " (best so far)" : "",
        report.rounds(),
        report.seconds());
  }

  private void print(RoundReport report) {
    RoundReport.Seconds seconds = report.seconds();
    print(
        "  epoch %d round %d/%d  loss %.5f  %,.0f steps/s  gradient %.3g"
            + "  s: broadcast %.3f compute %.3f reduce %.3f driver %.3f",
        report.epoch(),
        report.round(),
        report.rounds(),
        report.loss(),
        report.stepsPerSecond(),
        report.gradientNorm(),
        seconds.broadcast(),
        seconds.compute(),
        seconds.reduce(),
        seconds.driver());
  }

  private void print(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }
}
