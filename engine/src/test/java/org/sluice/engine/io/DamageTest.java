package org.sluice.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens to a file's bytes, a reader gets what was written or is told. */
class DamageTest {
  private final Model model = Examples.small();
  private final Checkpoint checkpoint = Examples.checkpoint();
  private final MemoryStore store = Examples.written(model);

  DamageTest() {
    store.files.putAll(Examples.written(checkpoint).files);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model.json",
        "weights.safetensors",
        "checkpoint.json",
        "arrays.safetensors",
        "history.jsonl"
      })
  void aFlippedBitIsRefusedByTheFilesName(String file) {
    byte[] whole = store.files.get(file);
    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] damaged = whole.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      assertRefused(file, damaged);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model.json",
        "weights.safetensors",
        "checkpoint.json",
        "arrays.safetensors",
        "history.jsonl"
      })
  void aFileCutShortAnywhereIsRefused(String file) {
    byte[] whole = store.files.get(file);
    for (int length = 0; length < whole.length; length++) {
      assertRefused(file, Arrays.copyOf(whole, length));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model.json",
        "weights.safetensors",
        "checkpoint.json",
        "arrays.safetensors",
        "history.jsonl"
      })
  void aFileWithBytesBehindItsEndIsRefused(String file) {
    byte[] whole = store.files.get(file);
    assertRefused(file, Arrays.copyOf(whole, whole.length + 1));
  }

  @Property(tries = 2000)
  void randomDamageYieldsTheOneExceptionOrWhatWasWritten(
      @ForAll @IntRange(max = 4) int which,
      @ForAll @IntRange(max = Integer.MAX_VALUE) int from,
      @ForAll @IntRange(max = 40) int removed,
      @ForAll byte[] inserted)
      throws IOException {
    String file = List.copyOf(store.files.keySet()).get(which);
    byte[] whole = store.files.get(file);
    byte[] damaged = splice(whole, from % (whole.length + 1), removed, inserted);
    store.files.put(file, damaged);
    try {
      readBoth();
    } catch (MalformedModelException e) {
      assertThat(e).hasMessageStartingWith("memory/model/");
    } finally {
      store.files.put(file, whole);
    }
  }

  @Property(tries = 2000)
  void aDamagedWeightsFileAloneYieldsTensorsOrTheOneException(
      @ForAll @IntRange(max = Integer.MAX_VALUE) int from,
      @ForAll @IntRange(max = 8) int removed,
      @ForAll byte[] inserted)
      throws IOException {
    byte[] whole = store.files.get("weights.safetensors");
    store.files.put("damaged", splice(whole, from % (whole.length + 1), removed, inserted));
    try {
      assertThat(Safetensors.read("damaged", store.open("damaged"))).isNotNull();
    } catch (MalformedModelException e) {
      assertThat(e).hasMessageStartingWith("damaged: ");
    }
  }

  @Property(tries = 1000)
  void aDamagedFileOfPyTorchTakesNoMoreMemoryThanItHolds(
      @ForAll @IntRange(max = Integer.MAX_VALUE) int from,
      @ForAll @IntRange(max = 8) int removed,
      @ForAll @StringLength(max = 8) @CharRange(from = '0', to = '9') String digits)
      throws IOException {
    byte[] whole = resource("/models/pytorch/weights.safetensors");
    byte[] inserted = digits.getBytes(StandardCharsets.US_ASCII); // more of what is in its header
    byte[] damaged = splice(whole, from % (whole.length + 1), removed, inserted);
    long before = allocated();
    try {
      InputStream in = new ByteArrayInputStream(damaged);
      assertThat(ModelFiles.readWeights("damaged", in, Examples.spec(3, 5, 2, 2))).isNotEmpty();
    } catch (MalformedModelException e) {
      assertThat(e).hasMessageStartingWith("damaged: ");
    }
    assertThat(allocated() - before).isLessThan(4_000_000);
  }

  @Test
  void aFileOfAnotherNetworkIsRefusedBeforeItsNumbersAreRead() throws IOException {
    byte[] whole = resource("/models/pytorch/weights.safetensors");
    InputStream in = new ByteArrayInputStream(whole);
    assertThatThrownBy(() -> ModelFiles.readWeights("other", in, Examples.spec(3, 6, 2, 2)))
        .isInstanceOf(MalformedModelException.class)
        .hasMessage("other: tensor lstm.weight_ih_l0: expected shape [24, 3], found [20, 3]");
    assertThat(in.available()).isEqualTo(whole.length - headerLength(whole));
  }

  private static int headerLength(byte[] file) {
    return Long.BYTES + (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = DamageTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  private void assertRefused(String file, byte[] damaged) {
    byte[] whole = store.files.put(file, damaged);
    assertThatThrownBy(() -> readBoth())
        .isInstanceOf(MalformedModelException.class)
        .hasMessageStartingWith("memory/model/" + file + ": ");
    store.files.put(file, whole);
  }

  private void readBoth() throws IOException {
    ModelFilesTest.assertSame(ModelFiles.read(store), model);
    CheckpointFilesTest.assertSame(CheckpointFiles.read(store), checkpoint);
  }

  private static byte[] splice(byte[] whole, int from, int removed, byte[] inserted) {
    int to = Math.min(whole.length, from + removed);
    byte[] out = Arrays.copyOf(whole, from + inserted.length + whole.length - to);
    System.arraycopy(inserted, 0, out, from, inserted.length);
    System.arraycopy(whole, to, out, from + inserted.length, whole.length - to);
    return out;
  }
}
