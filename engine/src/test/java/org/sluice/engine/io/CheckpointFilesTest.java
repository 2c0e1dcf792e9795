package org.sluice.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CheckpointFilesTest {
  private static final List<String> FILES =
      List.of("arrays.safetensors", "history.jsonl", "checkpoint.json");

  @Property(tries = 200)
  void aCheckpointComesBackBitForBit(
      @ForAll List<float[]> arrays, @ForAll List<double[]> numbers, @ForAll String history)
      throws IOException {
    ObjectNode about = Json.MAPPER.createObjectNode().put("training.rate", "0.1");
    String lines = new String(history.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    Checkpoint checkpoint = new Checkpoint(named(arrays), named(numbers), about, lines);
    assertSame(CheckpointFiles.read(Examples.written(checkpoint)), checkpoint);
  }

  @Test
  void theManifestIsWrittenLast() {
    assertThat(Examples.written(Examples.checkpoint()).finished).containsExactlyElementsOf(FILES);
  }

  @Test
  void aFolderWithoutManifestIsNoCheckpoint() {
    MemoryStore store = Examples.written(Examples.checkpoint());
    store.files.remove("checkpoint.json");
    assertRefused(
        store, "memory/model/checkpoint.json: missing: the folder holds no finished checkpoint");
  }

  @Test
  void aManifestWithoutAFileItNamesIsRefused() {
    for (String file : FILES.subList(0, 2)) {
      MemoryStore store = Examples.written(Examples.checkpoint());
      store.files.remove(file);
      assertRefused(store, "memory/model/" + file + ": missing, though checkpoint.json names it");
    }
  }

  @Test
  void aLaterFormatIsRefusedByNumber() {
    MemoryStore store = Examples.written(Examples.checkpoint());
    String text = new String(store.files.get("checkpoint.json"), StandardCharsets.UTF_8);
    String later = text.replace("\"format\" : 1", "\"format\" : 2");
    store.files.put("checkpoint.json", later.getBytes(StandardCharsets.UTF_8));
    assertRefused(
        store,
        "memory/model/checkpoint.json: format 2, this build reads 1 to 1;"
            + " use a later version of Sluice");
  }

  @Test
  void aNumberThatIsNoneIsRefusedByName() throws IOException {
    MemoryStore store = Examples.written(Examples.checkpoint());
    ObjectNode root = Json.object("checkpoint.json", store.files.get("checkpoint.json"));
    root.remove("sha256");
    ((ObjectNode) root.get("numbers")).putArray("epoch").add("many");
    store.files.put("checkpoint.json", Seal.encode(root));
    assertRefused(
        store, "memory/model/checkpoint.json: numbers.epoch must be numbers, found \"many\"");
  }

  /** Written once and kept: it loads for ever, and today's writer still makes its bytes. */
  @Test
  void aCheckpointOfFormat1LoadsAndIsWrittenAlike() throws IOException {
    MemoryStore old = new MemoryStore();
    for (String file : FILES) {
      try (InputStream in = getClass().getResourceAsStream("/checkpoints/format-1/" + file)) {
        old.files.put(file, in.readAllBytes());
      }
    }
    Checkpoint checkpoint = CheckpointFiles.read(old);
    assertSame(checkpoint, Examples.checkpoint());
    Map<String, byte[]> again = Examples.written(checkpoint).files;
    FILES.forEach(file -> assertThat(again.get(file)).as(file).isEqualTo(old.files.get(file)));
  }

  static void assertSame(Checkpoint found, Checkpoint expected) {
    assertThat(found.arrays()).containsOnlyKeys(expected.arrays().keySet());
    expected
        .arrays()
        .forEach(
            (name, a) ->
                assertThat(ModelFilesTest.bits(found.arrays().get(name)))
                    .isEqualTo(ModelFilesTest.bits(a)));
    assertThat(found.numbers()).containsOnlyKeys(expected.numbers().keySet());
    expected
        .numbers()
        .forEach((name, a) -> assertThat(found.numbers().get(name)).containsExactly(a));
    assertThat(found.about()).isEqualTo(expected.about());
    assertThat(found.history()).isEqualTo(expected.history());
  }

  private static void assertRefused(MemoryStore store, String message) {
    assertThatThrownBy(() -> CheckpointFiles.read(store))
        .isInstanceOf(MalformedModelException.class)
        .hasMessage(message);
  }

  private static <T> Map<String, T> named(List<T> values) {
    Map<String, T> named = new HashMap<>();
    values.forEach(value -> named.put("it." + named.size(), value));
    return named;
  }
}
