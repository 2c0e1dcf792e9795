package org.sluice.spark.cluster;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.spark.SparkEnv;
import org.apache.spark.serializer.KryoRegistrator;
import org.sluice.engine.train.LocalResult;
import org.sluice.spark.shard.RecordSerializer;
import org.sluice.spark.shard.SluiceKryoRegistrator;

/**
 * Faults in the tasks of a training's rounds, planted by the serializer that a replica's result
 * goes through on its executor. A test arms a fault by a file; the first task that removes it has
 * it.
 */
public final class Faults {
  private static final String FOLDER = "spark.sluice.test.faults";
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Path folder;

  /**
   * @param folder that executors reach too
   */
  public Faults(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  /** What an application needs, beside {@code others}, so that its tasks can be struck. */
  public Map<String, String> settings(Map<String, String> others) {
    Map<String, String> settings = new HashMap<>(others);
    settings.put(FOLDER, folder.toString());
    settings.put(
        "spark.kryo.registrator",
        SluiceKryoRegistrator.class.getName() + "," + Registrator.class.getName());
    return settings;
  }

  /** The next task that ends fails instead. */
  public void fail() {
    create("fail");
  }

  /** The next task that ends waits until it is killed or {@link #release}d. */
  public void hold() {
    create("hold");
  }

  /** Waits until a task is held; the process that it runs in. */
  public ProcessHandle holder() throws IOException {
    await("a task that is held", () -> Files.exists(folder.resolve("held")));
    return ProcessHandle.of(Long.parseLong(Files.readString(folder.resolve("held")))).orElseThrow();
  }

  public void release() {
    create("release");
  }

  /** Whether the fault that was armed has struck. */
  public boolean struck() {
    return !Files.exists(folder.resolve("fail")) && !Files.exists(folder.resolve("hold"));
  }

  /** Asks again and again until {@code condition} holds; the patience is for busy machines. */
  public static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("waited in vain for " + what);
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  private void create(String file) {
    try {
      Files.createFile(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Comes after our own registrator and puts another serializer in the place of its one. */
  public static final class Registrator implements KryoRegistrator {
    @Override
    public void registerClasses(Kryo kryo) {
      kryo.register(LocalResult.class, new Struck());
    }
  }

  private static final class Struck extends Serializer<LocalResult> {
    private final RecordSerializer<LocalResult> own = new RecordSerializer<>(LocalResult.class);

    @Override
    public void write(Kryo kryo, Output output, LocalResult result) {
      strike(Path.of(SparkEnv.get().conf().get(FOLDER)));
      own.write(kryo, output, result);
    }

    @Override
    public LocalResult read(Kryo kryo, Input input, Class<LocalResult> type) {
      return own.read(kryo, input, type);
    }

    private static void strike(Path folder) {
      try {
        if (Files.deleteIfExists(folder.resolve("fail"))) {
          throw new IllegalStateException("a planted fault");
        }
        if (Files.deleteIfExists(folder.resolve("hold"))) {
          Path pid = Files.writeString(folder.resolve("pid"), "" + ProcessHandle.current().pid());
          Files.move(pid, folder.resolve("held")); // whole at once for those that wait
          await("the release", () -> Files.exists(folder.resolve("release")));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
