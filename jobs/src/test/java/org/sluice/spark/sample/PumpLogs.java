package org.sluice.spark.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sluice.spark.sample.Phrases.Trouble;

/**
 * The maintenance log of the fleet over eight years, a line for each entry, a file for each year. A
 * trouble that one entry reports is explained and mended in a later one of the same pump. The same
 * bytes on every machine. Run it with the folder to write to; the default is {@code
 * sample-data/logs}.
 */
final class PumpLogs {
  private static final int PUMPS = 8;
  private static final LocalDate START = LocalDate.of(2016, 1, 4);
  private static final LocalDate END = LocalDate.of(2024, 1, 1);

  private final Trouble[] open = new Trouble[PUMPS + 1];
  private final LocalDate[] since = new LocalDate[PUMPS + 1];
  private long entries;

  private PumpLogs() {}

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args.length > 0 ? args[0] : "sample-data/logs");
    Files.createDirectories(folder);
    for (Map.Entry<String, String> file : files().entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
  }

  /** The text of each file, by its name. */
  static Map<String, String> files() {
    PumpLogs logs = new PumpLogs();
    Map<String, StringBuilder> years = new TreeMap<>();
    for (LocalDate day = START; day.isBefore(END); day = day.plusDays(1)) {
      StringBuilder year = years.computeIfAbsent(day.getYear() + ".txt", y -> new StringBuilder());
      for (int pump = 1; pump <= PUMPS; pump++) {
        logs.entry(pump, day).ifPresent(entry -> year.append(entry).append('\n'));
      }
    }
    Map<String, String> files = new TreeMap<>();
    years.forEach((name, text) -> files.put(name, text.toString()));
    return files;
  }

  private Optional<String> entry(int pump, LocalDate day) {
    LogEntry entry = new LogEntry(pump, entries++);
    boolean weekend = day.getDayOfWeek().getValue() > 5;
    if (!entry.happens(weekend ? 0.1 : 0.4)) {
      return Optional.empty();
    }
    int days = (int) (day.toEpochDay() - START.toEpochDay());
    String text =
        entry.fill(open[pump] == null ? news(entry, pump, day) : repair(entry, pump), days);
    return Optional.of("%s P%d %s %s".formatted(day, pump, text, entry.any(Phrases.TECHNICIANS)));
  }

  private String news(LogEntry entry, int pump, LocalDate day) {
    if (entry.happens(0.25)) {
      open[pump] = entry.any(Phrases.TROUBLES);
      since[pump] = day;
      return open[pump].symptom() + " " + entry.any(Phrases.PROMISES);
    }
    return entry.any(entry.happens(0.6) ? Phrases.ROUNDS : Phrases.CARE);
  }

  /** What is behind the open trouble, and what is done: cause and remedy go together. */
  private String repair(LogEntry entry, int pump) {
    int cause = entry.number(0, open[pump].causes().size() - 1);
    String text =
        "Cause of the entry of %s found: %s. %s. %s"
            .formatted(
                since[pump],
                open[pump].causes().get(cause),
                open[pump].remedies().get(cause),
                entry.any(Phrases.RESULTS));
    open[pump] = null;
    return text;
  }
}
