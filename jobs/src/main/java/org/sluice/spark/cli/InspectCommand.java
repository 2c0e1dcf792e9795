package org.sluice.spark.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.sluice.engine.base.Require;
import org.sluice.spark.prepare.Summary;
import org.sluice.spark.score.ModelSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Tells what lies in a folder, by its manifest; starts no Spark. */
@Command(
    name = "inspect",
    description = "Summarises a prepared data set or a model, or what of them a run left.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class InspectCommand implements Callable<Integer> {
  @ParentCommand private Main main;

  @Parameters(
      paramLabel = "PATH",
      description = "folder on any Hadoop path: OUTPUT/prepared, OUTPUT/model or OUTPUT")
  private String path;

  @Option(names = "--verbose", description = "shows the stack trace of a failure")
  private boolean verbose;

  @Override
  public Integer call() {
    try {
      Configuration hadoop = Sessions.hadoop(new SparkConf());
      List<String> found =
          Stream.of(path, path + "/" + Step.PREPARE.part, path + "/" + Step.TRAIN.part)
              .flatMap(folder -> in(folder, hadoop))
              .toList();
      Require.that(
          !found.isEmpty(),
          "PATH is %s, where there is no dataset.json and no model.json; name the folder of a"
              + " prepared data set, of a model or of a run",
          path);
      main.out.println(String.join(System.lineSeparator().repeat(2), found));
      return ExitCodes.DONE;
    } catch (Throwable failure) { // errors too: a user of a command sees no stack trace
      return Failures.report(failure, main.err, verbose);
    }
  }

  private static Stream<String> in(String folder, Configuration hadoop) {
    return Stream.of(Summary.stored(folder, hadoop), ModelSummary.stored(folder, hadoop))
        .flatMap(Optional::stream);
  }
}
