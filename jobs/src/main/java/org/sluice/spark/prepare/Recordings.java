package org.sluice.spark.prepare;

import static org.apache.spark.sql.functions.col;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.signal.BrokenWavException;
import org.sluice.engine.signal.Cepstra;
import org.sluice.engine.signal.Frames;
import org.sluice.engine.signal.LogMel;
import org.sluice.engine.signal.Wav;

/**
 * WAV files as a table with a row for each frame: {@code file}, {@code frame}, {@code time} since
 * the recording began (told as a time of 1970), what the file's name says, {@code part}, and the
 * frame's features. A file that cannot be used is one row with nothing but why.
 */
record Recordings(RecordingsSpec spec, int rate) implements FlatMapFunction<Row, Row> {
  /** A column of text: why a recording has no frames. */
  static final String REASON = "_reason";

  /** The table of all files below {@code path}. */
  static Dataset<Row> table(SparkSession spark, String path, RecordingsSpec spec, int rate) {
    return spark
        .read()
        .format("binaryFile")
        .option("recursiveFileLookup", "true")
        .load(path)
        .where(col("length").gt(0)) // empty ones are counted as such
        .select("path", "content")
        .flatMap(new Recordings(spec, rate), Encoders.row(schema(spec)));
  }

  private static StructType schema(RecordingsSpec spec) {
    StructType schema =
        new StructType()
            .add("file", DataTypes.StringType)
            .add("frame", DataTypes.IntegerType)
            .add("time", DataTypes.TimestampType);
    for (String group : spec.groups()) {
      schema = schema.add(group, DataTypes.StringType);
    }
    schema = schema.add("part", DataTypes.StringType);
    for (String feature : spec.features()) {
      schema = schema.add(feature, DataTypes.FloatType);
    }
    return schema.add(REASON, DataTypes.StringType).add(Source.CORRUPT, DataTypes.StringType);
  }

  /**
   * Samples a second of the first of {@code files} that can be read.
   *
   * @throws SluiceException if there is none
   */
  static int rate(List<Path> files, Configuration hadoop) throws IOException {
    String first = "";
    for (Path file : files) {
      try (InputStream in = file.getFileSystem(hadoop).open(file)) {
        return Wav.read(in.readAllBytes()).rate();
      } catch (BrokenWavException e) {
        first = first.isEmpty() ? file + ": " + e.getMessage() : first;
      }
    }
    throw new SluiceException(
        "data.source.path holds no recording that can be read; the first is " + first);
  }

  @Override
  public Iterator<Row> call(Row file) {
    String path = file.getString(0);
    String name = path.substring(path.lastIndexOf('/') + 1);
    Optional<List<String>> groups = spec.groups(name);
    if (groups.isEmpty()) {
      return broken(path, DropReason.OTHER_NAME, "data.source.recordings.name does not find it");
    }
    try {
      Wav wav = Wav.read(file.getAs(1));
      if (wav.rate() != rate) {
        String what = wav.rate() + " samples a second, where others have " + rate;
        return broken(path, DropReason.OTHER_RATE, what);
      }
      float[] frames = frames(wav);
      return frames.length == 0
          ? broken(path, DropReason.TOO_SHORT, "less than a frame")
          : rows(path, name, groups.get(), frames);
    } catch (BrokenWavException e) {
      return broken(path, DropReason.valueOf(e.reason().name()), e.getMessage());
    }
  }

  private float[] frames(Wav wav) {
    int width = spec.width();
    float[] frames = new LogMel(spec.frames(rate)).of(wav.samples());
    if (spec.kind() == RecordingsSpec.Kind.MFCC) {
      frames = new Cepstra(spec.bands(), spec.coefficients()).of(frames);
    }
    if (spec.deltas()) {
      frames = Frames.withDeltas(frames, width);
    }
    return Frames.stacked(frames, width * (spec.deltas() ? 3 : 1), spec.stack(), spec.skip());
  }

  private Iterator<Row> rows(String path, String name, List<String> groups, float[] frames) {
    int width = spec.features().size();
    String part = spec.part(name);
    return IntStream.range(0, frames.length / width)
        .mapToObj(
            frame -> {
              List<Object> cells = new ArrayList<>(List.of(path, frame, time(frame)));
              cells.addAll(groups);
              cells.add(part);
              for (int i = frame * width; i < (frame + 1) * width; i++) {
                cells.add(frames[i]);
              }
              cells.addAll(Collections.nCopies(2, null));
              return RowFactory.create(cells.toArray());
            })
        .iterator();
  }

  private Timestamp time(int frame) {
    return new Timestamp(frame * spec.step());
  }

  private Iterator<Row> broken(String path, DropReason reason, String what) {
    int nothing = 3 + spec.groups().size() + spec.features().size();
    List<Object> cells = new ArrayList<>(List.of(path));
    cells.addAll(Collections.nCopies(nothing, null));
    cells.addAll(List.of(reason.text(), what));
    return List.of(RowFactory.create(cells.toArray())).iterator();
  }
}
