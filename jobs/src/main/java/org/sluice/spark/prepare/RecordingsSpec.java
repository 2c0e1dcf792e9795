package org.sluice.spark.prepare;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.sluice.engine.base.Require;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.signal.FrameSpec;
import org.sluice.engine.signal.FrameSpec.Taper;

/**
 * The {@code data.source.recordings} part of a job file: what frames are made of WAV files.
 *
 * @param bands mel filters
 * @param coefficients of a cepstrum
 * @param length of a frame
 * @param shift from one frame to the next
 * @param deltas whether slopes, and the slopes of these, stand behind a frame's features
 * @param stack frames side by side in one row
 * @param skip frames from one row to the next
 * @param rate samples a second; 0: that of the first file that can be read
 * @param name what in a file's name becomes columns, as named groups of a regular expression
 * @param parts of a split by the column {@code part}: the file names that they have, as regular
 *     expressions; what none has is {@code train}
 */
public record RecordingsSpec(
    Kind kind,
    int bands,
    int coefficients,
    Duration length,
    Duration shift,
    Taper taper,
    boolean deltas,
    int stack,
    int skip,
    int rate,
    String name,
    Map<String, String> parts)
    implements Serializable {
  private static final Pattern GROUP = Pattern.compile("\\(\\?<([a-zA-Z][a-zA-Z0-9]*)>");

  /** Features of a frame. */
  public enum Kind {
    MEL,
    MFCC
  }

  public RecordingsSpec {
    Require.atLeast("data.source.recordings.bands", bands, 1);
    Require.between("data.source.recordings.coefficients", coefficients, 1, bands);
    Require.atLeast("data.source.recordings.stack", stack, 1);
    Require.atLeast("data.source.recordings.skip", skip, 1);
    Require.that(
        !shift.isZero() && shift.toNanos() % 1_000_000 == 0,
        "data.source.recordings.shift must be whole milliseconds, got %s ns",
        shift.toNanos());
    Require.atLeast("data.source.recordings.rate", rate, 0);
    pattern("name", name);
    parts = new TreeMap<>(parts);
    parts.forEach((part, pattern) -> pattern("parts." + part, pattern));
  }

  private static Pattern pattern(String setting, String pattern) {
    try {
      return Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw new SluiceException(
          "data.source.recordings."
              + setting
              + " must be a regular expression, got "
              + pattern
              + ": "
              + e.getDescription(),
          e);
    }
  }

  FrameSpec frames(int rate) {
    FrameSpec usual = FrameSpec.of(rate);
    return new FrameSpec(
        rate,
        length.toNanos() * 1e-6,
        shift.toNanos() * 1e-6,
        usual.preEmphasis(),
        taper,
        bands,
        usual.lowest(),
        usual.highest());
  }

  /** Milliseconds from row to row. */
  long step() {
    return shift.toMillis() * skip;
  }

  /** Columns of a frame before frames are stacked or have slopes. */
  int width() {
    return kind == Kind.MEL ? bands : coefficients;
  }

  /** {@code mel.0}, {@code mel.1} and so on. */
  List<String> features() {
    return IntStream.range(0, width() * (deltas ? 3 : 1) * stack)
        .mapToObj(i -> Require.written(kind) + "." + i)
        .toList();
  }

  /** What {@code mel.*} stands for in place of it, if it is there. */
  List<String> spread(List<String> names) {
    String all = Require.written(kind) + ".*";
    return names.stream()
        .flatMap(one -> one.equals(all) ? features().stream() : Stream.of(one))
        .toList();
  }

  /** Columns that file names give. */
  List<String> groups() {
    List<String> groups = new ArrayList<>();
    for (Matcher group = GROUP.matcher(name); group.find(); ) {
      groups.add(group.group(1));
    }
    return groups;
  }

  /** What {@link #groups} are in a file's name; empty where the name is another one. */
  Optional<List<String>> groups(String file) {
    Matcher found = Pattern.compile(name).matcher(file);
    return found.find()
        ? Optional.of(groups().stream().map(found::group).toList())
        : Optional.empty();
  }

  /** The value of the column {@code part} of a file. */
  String part(String file) {
    return parts.entrySet().stream()
        .filter(part -> Pattern.compile(part.getValue()).matcher(file).find())
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(Split.TRAIN.toString());
  }
}
