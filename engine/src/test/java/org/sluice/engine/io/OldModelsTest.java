package org.sluice.engine.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.sluice.engine.params.ParameterLayout;

/**
 * Models of earlier formats, written once and kept: they load for ever. A new format adds a folder
 * {@code models/format-N}; none is ever changed.
 */
class OldModelsTest {
  @Test
  void aModelOfFormat1Loads() throws IOException {
    Model model = ModelFiles.read(store("format-1"));
    assertThat(model.spec()).isEqualTo(Examples.spec(2, 3, 2, 2));
    assertThat(model.preprocessing().toString())
        .isEqualTo("{\"scale\":\"standard\",\"means\":[0.1,-2.5]}");
    assertThat(model.provenance()).containsOnlyKeys("job").containsEntry("job", "golden");
    ParameterLayout layout = Examples.layout(model.spec());
    float next = 0;
    for (Tensor tensor : Weights.tensors(layout, model.theta())) {
      if (!tensor.name().contains("bias_hh")) {
        for (float value : tensor.values()) {
          assertThat(value).isEqualTo(next * 0.0625f - 2);
          next++;
        }
      }
    }
    assertThat(next).isEqualTo(12 * (2 + 3 + 1) + 12 * (3 + 3 + 1) + 2 * (3 + 1));
  }

  @Test
  void todaysWriterStillMakesTheBytesOfFormat1() throws IOException {
    FileStore old = store("format-1");
    MemoryStore again = Examples.written(ModelFiles.read(old));
    for (String file : again.files.keySet()) {
      try (InputStream in = old.open(file)) {
        assertThat(again.files.get(file)).as(file).isEqualTo(in.readAllBytes());
      }
    }
  }

  private static FileStore store(String folder) throws IOException {
    MemoryStore store = new MemoryStore();
    for (String file : new String[] {"model.json", "weights.safetensors"}) {
      try (InputStream in =
          OldModelsTest.class.getResourceAsStream("/models/" + folder + "/" + file)) {
        store.files.put(file, in.readAllBytes());
      }
    }
    return store;
  }
}
