package org.sluice.spark.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * A simulated fleet of eight pumps, recorded every quarter of an hour for thirteen weeks. The same
 * bytes on every machine. Run it with the folder to write to; the default is {@code
 * sample-data/pumps}.
 */
final class PumpFleet {
  private static final int PUMPS = 8;
  private static final String HEADER = "pump,time,load,temperature,vibration,pressure\n";

  private PumpFleet() {}

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args.length > 0 ? args[0] : "sample-data/pumps");
    Files.createDirectories(folder);
    for (Map.Entry<String, String> file : files().entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
  }

  /** The text of each file, by its name. */
  static Map<String, String> files() {
    Weather weather = new Weather();
    Map<String, String> files = new TreeMap<>();
    for (int pump = 1; pump <= PUMPS; pump++) {
      files.put("P" + pump + ".csv", recording(new Pump(pump, weather), new Gaps(pump)));
    }
    return files;
  }

  private static String recording(Pump pump, Gaps gaps) {
    StringBuilder text = new StringBuilder(HEADER);
    for (int step = 0; step < Calendar.STEPS; step++) {
      String row = pump.row(step, gaps);
      if (!gaps.rowMissing(step)) {
        text.append(row).append('\n');
      }
    }
    return text.toString();
  }
}
