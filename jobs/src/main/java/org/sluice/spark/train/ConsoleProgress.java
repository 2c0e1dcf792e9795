package org.sluice.spark.train;

import java.io.PrintStream;
import java.util.Locale;

/** Tells a training's progress in lines for people: one for each round and each epoch. */
public final class ConsoleProgress implements TrainingListener {
  private final PrintStream out;

  public ConsoleProgress(PrintStream out) {
    this.out = out;
  }

  @Override
  public void warned(String message) {
    print("warning: %s", message);
  }

  @Override
  public void planned(String plan) {
    out.println(plan);
  }

  @Override
  public void noted(String message) {
    print("%s", message);
  }

  @Override
  public void roundEnded(RoundReport report) {
    if (report.leftOut() > 0) {
      print(
          "warning: epoch %d round %d: left out %d replicas whose loss is not finite;"
              + " lower training.optimizer.rate or bound the gradient by training.clip.norm",
          report.epoch(), report.round(), report.leftOut());
    }
    print(report);
  }

  @Override
  public void epochEnded(EpochReport report) {
    print(
        "epoch %d of %d: loss %.5f, validation %.5f%s%s%s, %d rounds in %.1f s",
        report.epoch(),
        report.epochs(),
        report.loss(),
        report.validationLoss(),
        perplexity(report),
        report.iterates() == null ? "" : ", mean of " + report.iterates() + " rounds",
        report.best() ? " (best so far)" : "",
        report.rounds(),
        report.seconds());
  }

  private static String perplexity(EpochReport report) {
    return report.perplexity() == null
        ? ""
        : String.format(Locale.ROOT, ", perplexity %.3f", report.perplexity());
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
