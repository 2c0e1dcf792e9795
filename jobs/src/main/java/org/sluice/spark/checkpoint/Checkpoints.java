package org.sluice.spark.checkpoint;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.sluice.engine.io.Checkpoint;
import org.sluice.engine.io.CheckpointFiles;
import org.sluice.spark.shard.HadoopFileStore;

/**
 * The folder {@code checkpoints/} of a run, on any Hadoop path: {@code round-N} holds the state
 * after N rounds in all. Nothing is ever renamed; without its manifest a checkpoint is none.
 */
public final class Checkpoints {
  /** The number in a checkpoint that says, by 1, that its training has ended. */
  public static final String FINISHED = "finished";

  private static final String PREFIX = "round-";

  private final Path folder;
  private final Configuration configuration;

  /**
   * @param output the run's folder
   */
  public Checkpoints(String output, Configuration configuration) {
    folder = new Path(output, "checkpoints");
    this.configuration = configuration;
  }

  /** Whether the newest checkpoint, good or not, is not known to be that of a finished training. */
  public boolean unfinished() throws IOException {
    List<Long> rounds = committed();
    if (rounds.isEmpty()) {
      return false;
    }
    try {
      double[] finished = CheckpointFiles.numbers(store(rounds.get(0))).get(FINISHED);
      return finished == null || finished[0] != 1;
    } catch (IOException e) {
      return true; // damaged: a resume says so and looks at the one before it
    }
  }

  /** The newest checkpoint that is whole and intact; those before it are named to {@code warn}. */
  public Optional<Checkpoint> newestGood(Consumer<String> warn) throws IOException {
    for (long round : committed()) {
      try {
        return Optional.of(CheckpointFiles.read(store(round)));
      } catch (IOException e) {
        warn.accept("a checkpoint cannot be used: " + e.getMessage());
      }
    }
    return Optional.empty();
  }

  /** Rounds of the checkpoints that were committed, newest first. */
  public List<Long> committed() throws IOException {
    List<Long> committed = new ArrayList<>();
    for (long round : rounds()) {
      if (store(round).exists(CheckpointFiles.MANIFEST)) {
        committed.add(round);
      }
    }
    return committed;
  }

  /** Writes the checkpoint of {@code round}; whatever was left there before is removed first. */
  void write(long round, Checkpoint checkpoint) throws IOException {
    remove(round);
    CheckpointFiles.write(checkpoint, store(round));
  }

  /** Removes what is older than {@code round} and the {@code keep} - 1 checkpoints before it. */
  void removeOlder(long round, int keep) throws IOException {
    List<Long> kept = committed().stream().filter(r -> r <= round).limit(keep).toList();
    for (long old : rounds()) {
      if (old < round && !kept.contains(old)) {
        remove(old);
      }
    }
  }

  /**
   * Removes the checkpoints behind {@code round}: a training that goes on from there makes its own.
   */
  public void removeAfter(long round) throws IOException {
    for (long later : rounds()) {
      if (later > round) {
        remove(later);
      }
    }
  }

  public void clear() throws IOException {
    removeAfter(-1);
  }

  @Override
  public String toString() {
    return folder.toString();
  }

  String path(long round) {
    return new Path(folder, name(round)).toString();
  }

  /** The manifest goes first, so that a removal cut short leaves no checkpoint. */
  private void remove(long round) throws IOException {
    Path path = new Path(folder, name(round));
    files().delete(new Path(path, CheckpointFiles.MANIFEST), false);
    files().delete(path, true);
  }

  /** Of all folders, committed or not, newest first. */
  private List<Long> rounds() throws IOException {
    List<Long> rounds = new ArrayList<>();
    try {
      for (FileStatus status : files().listStatus(folder)) {
        String name = status.getPath().getName();
        if (name.matches(PREFIX + "\\d{1,18}")) {
          rounds.add(Long.valueOf(name.substring(PREFIX.length())));
        }
      }
    } catch (FileNotFoundException e) {
      return rounds; // no checkpoint was ever written
    }
    rounds.sort(Comparator.reverseOrder());
    return rounds;
  }

  private HadoopFileStore store(long round) throws IOException {
    return new HadoopFileStore(path(round), configuration);
  }

  private FileSystem files() throws IOException {
    return folder.getFileSystem(configuration);
  }

  /** With zeros in front, so that a listing by name is one by age. */
  private static String name(long round) {
    return String.format(Locale.ROOT, "%s%08d", PREFIX, round);
  }
}
