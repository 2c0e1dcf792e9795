package org.sluice.spark.shard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.engine.io.FileStore;

class HadoopFileStoreTest {
  @TempDir Path folder;

  @Test
  void filesAreWrittenOverAndReadBack() throws IOException {
    FileStore store = new HadoopFileStore(folder.resolve("model").toString(), new Configuration());
    assertThat(store.exists("model.json")).isFalse();
    write(store, "first");
    write(store, "second");
    assertThat(store.exists("model.json")).isTrue();
    try (InputStream in = store.open("model.json")) {
      assertThat(in.readAllBytes()).isEqualTo("second".getBytes(UTF_8));
    }
    assertThat(store.name()).endsWith("/model");
  }

  private static void write(FileStore store, String text) throws IOException {
    try (OutputStream out = store.create("model.json")) {
      out.write(text.getBytes(UTF_8));
    }
  }
}
