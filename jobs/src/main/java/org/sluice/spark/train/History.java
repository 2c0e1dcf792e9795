package org.sluice.spark.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A training's history as {@code history.jsonl}: a JSON object a line, {@code event} saying whether
 * it is of a round or an epoch. Written whole at each epoch's end and at the close, under another
 * name first, since not every file system can append.
 */
final class History implements TrainingListener, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final FileSystem files;
  private final StringBuilder lines = new StringBuilder();
  private boolean pending;

  /**
   * @param earlier the lines of a training that goes on here
   */
  History(String folder, Configuration configuration, String earlier) {
    lines.append(earlier);
    file = new Path(folder, "history.jsonl");
    try {
      files = file.getFileSystem(configuration);
    } catch (IOException e) {
      throw new UncheckedIOException("the history cannot be written to " + file, e);
    }
  }

  /** All lines so far. */
  String text() {
    return lines.toString();
  }

  @Override
  public void roundEnded(RoundReport report) {
    add("round", report);
  }

  @Override
  public void epochEnded(EpochReport report) {
    add("epoch", report);
    write();
  }

  /** Writes the rounds since the last epoch's end. */
  @Override
  public void close() {
    if (pending) {
      write();
    }
  }

  private void add(String event, Object report) {
    ObjectNode line = JSON.createObjectNode().put("event", event);
    line.setAll(JSON.<ObjectNode>valueToTree(report));
    try {
      lines.append(JSON.writeValueAsString(line)).append('\n');
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    pending = true;
  }

  private void write() {
    Path whole = file.suffix(".new");
    try {
      try (OutputStream out = files.create(whole, true)) {
        out.write(lines.toString().getBytes(StandardCharsets.UTF_8));
      }
      files.delete(file, false);
      if (!files.rename(whole, file)) {
        throw new IOException("cannot rename " + whole);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the history cannot be written to " + file, e);
    }
    pending = false;
  }
}
