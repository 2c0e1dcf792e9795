package org.sluice.spark.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import scala.Option;
import sun.misc.Signal;

/** The program that SparkSubmit starts: a command per job. */
@Command(
    name = "sluice",
    description = "Trains LSTM and GRU models on Apache Spark.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      JobCommand.Prepare.class,
      JobCommand.Train.class,
      JobCommand.Evaluate.class,
      JobCommand.Predict.class,
      JobCommand.Run.class,
      InspectCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "deploy/sluice takes two things more and hands them to spark-submit: --master M (default:",
      "local[*]) and, behind --, any of its options:",
      "  deploy/sluice run JOBFILE --master spark://host:7077 -- --conf spark.executor.memory=8g",
      "",
      "Exit codes: 0 done, 2 the input or a setting cannot be used, 3 a fault in the job,",
      "130 interrupted."
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  final PrintStream out;
  final PrintStream err;

  private Main(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Leaves the JVM with the exit code unless it is 0, so that SparkSubmit can end in peace. */
  public static void main(String[] args) {
    // to be told to stop is to be interrupted, whoever tells: a cluster's manager or Ctrl-C
    Signal.handle(new Signal("TERM"), signal -> interrupted());
    Signal.handle(new Signal("INT"), signal -> interrupted());
    int code = run(System.out, System.err, args);
    if (code != ExitCodes.DONE) {
      System.exit(code);
    }
  }

  /** Leaves the JVM; what Spark would log or print of tasks that this cuts off is of no use. */
  private static void interrupted() {
    Option<SparkSession> spark = SparkSession.getDefaultSession();
    if (spark.isDefined()) {
      spark.get().sparkContext().setLogLevel("OFF");
    }
    System.err.println("sluice: interrupted");
    System.setErr(new PrintStream(OutputStream.nullOutputStream()));
    System.exit(ExitCodes.INTERRUPTED);
  }

  /** Runs one command in this JVM and returns its exit code. */
  static int run(PrintStream out, PrintStream err, String... args) {
    CommandLine line =
        new CommandLine(new Main(out, err))
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .setUsageHelpWidth(100)
            .setUsageHelpAutoWidth(false)
            .setParameterExceptionHandler(Main::misused);
    return line.execute(args);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  private static int misused(ParameterException e, String[] args) {
    CommandLine line = e.getCommandLine();
    String message = e.getMessage();
    line.getErr()
        .printf(
            "sluice: %s; try '%s --help'%n",
            message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1),
            line.getCommandSpec().qualifiedName());
    return ExitCodes.USER;
  }
}
