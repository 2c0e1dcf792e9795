package org.sluice.spark.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A job small enough for tests, on a table of its own, in a folder of the test. */
record SmallJob(Path folder) {
  private static final int ROWS = 200;

  /** What a command left behind. */
  record Ended(int code, String out, String err) {}

  static SmallJob in(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("table"));
    StringBuilder table = new StringBuilder("pump,time,load,heat,remark\n");
    for (String pump : List.of("a", "b")) {
      for (int hour = 0; hour < ROWS; hour++) {
        String time = "2024-01-%02d %02d:00".formatted(1 + hour / 24, hour % 24);
        int load = (hour % 24 + pump.charAt(0)) % 12;
        table.append("%s,%s,%d,%d,fine\n".formatted(pump, time, load, 20 + 2 * load));
      }
    }
    Files.writeString(folder.resolve("table/pumps.csv"), table);
    Files.writeString(folder.resolve("job.conf"), job(folder));
    return new SmallJob(folder);
  }

  private static String job(Path folder) {
    return """
    name = small
    output = "%s"
    data {
      source { path = "%s", options { header = true } }
      key = [pump]
      time { column = time, format = "yyyy-MM-dd HH:mm", step = 1h }
      features = [load, heat]
      targets = [heat]
      split { train = 0.6, validation = 0.2, test = 0.2 }
    }
    model { layers = [ { cell = lstm, hidden = 4 } ], horizon = 3 }
    training { window = 12, lanes = 8, localSteps = 5, epochs = 2 }
    evaluate { season = 1d }
    """
        .formatted(folder.resolve("run"), folder.resolve("table"));
  }

  Path run(String part) {
    return folder.resolve("run").resolve(part);
  }

  /** Runs {@code command} on the job file in this JVM. */
  Ended sluice(String command, String... options) {
    return main(
        Stream.concat(Stream.of(command, folder.resolve("job.conf").toString()), Stream.of(options))
            .toArray(String[]::new));
  }

  static Ended main(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = Main.run(printer(out), printer(err), arguments);
    return new Ended(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static PrintStream printer(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
