package org.sluice.spark.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.AnalysisException;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.io.MalformedModelException;
import org.sluice.spark.train.LateException;

/** Turns whatever stopped a command into one sentence and an exit code. */
final class Failures {
  private Failures() {}

  /** Prints the sentence, and the stack trace if {@code verbose}; returns the exit code. */
  static int report(Throwable failure, PrintStream err, boolean verbose) {
    List<Throwable> chain = chain(failure);
    Optional<String> users = first(chain, SluiceException.class).map(Throwable::getMessage);
    if (users.isEmpty()) {
      users = first(chain, MalformedModelException.class).map(Throwable::getMessage);
    }
    if (users.isEmpty()) {
      users = first(chain, AnalysisException.class).map(e -> "Spark refused: " + sentence(e));
    }
    err.println("sluice: " + users.orElseGet(() -> fault(chain, verbose)));
    if (verbose) {
      failure.printStackTrace(err);
    }
    return users.isPresent() ? ExitCodes.USER : ExitCodes.FAULT;
  }

  /** Whether a signal or an exit has begun to end this JVM: only then hooks are refused. */
  static boolean jvmIsLeaving() {
    Thread probe = new Thread(() -> {});
    try {
      Runtime.getRuntime().addShutdownHook(probe);
      Runtime.getRuntime().removeShutdownHook(probe);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  private static String fault(List<Throwable> chain, boolean verbose) {
    Optional<LateException> late = first(chain, LateException.class);
    if (late.isPresent()) {
      return late.get().getMessage();
    }
    if (first(chain, OutOfMemoryError.class).isPresent()) {
      return "the job failed: out of memory; give it more with"
          + " -- --driver-memory 8g (local) or -- --executor-memory 8g (cluster)";
    }
    Throwable root = chain.get(chain.size() - 1);
    String message = root.getMessage() == null ? "" : ": " + sentence(root);
    return "the job failed: "
        + root.getClass().getSimpleName()
        + message
        + (verbose ? "" : "; --verbose shows where");
  }

  /** The first line, without the plan or the driver's stack trace that Spark puts behind it. */
  private static String sentence(Throwable failure) {
    return failure.getMessage().lines().findFirst().orElse("").replaceAll(" SQLSTATE: .*", "");
  }

  private static List<Throwable> chain(Throwable failure) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable next = failure; next != null && !chain.contains(next); next = next.getCause()) {
      chain.add(next);
    }
    return chain;
  }

  private static <E extends Throwable> Optional<E> first(List<Throwable> chain, Class<E> type) {
    return chain.stream().filter(type::isInstance).map(type::cast).findFirst();
  }
}
