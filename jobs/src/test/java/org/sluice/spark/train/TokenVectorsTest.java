package org.sluice.spark.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.text.Vocabulary;

final class TokenVectorsTest {
  private static final Vocabulary WORDS = Vocabulary.of(List.of("a", "b c", "d"));

  @TempDir Path folder;

  private TokenVectors read(Path file, int width) {
    return TokenVectors.read(file.toString(), new Configuration(), WORDS, width);
  }

  private TokenVectors read(String text, int width) throws IOException {
    return read(Files.writeString(folder.resolve("vectors.txt"), text), width);
  }

  @Test
  void vectorsOfTheVocabularyAreKeptWithOrWithoutTheCountsBefore() throws IOException {
    String text = "x 9 9\nb c 1 -2.5\na 3e-1 4 \na 0 0\n<end> 1 1\n";

    TokenVectors plain = read(text, 2);
    TokenVectors counted = read("5 2\n" + text, 2);

    assertThat(plain.vectors().keySet()).containsExactly(2, 3);
    assertThat(plain.vectors().get(2)).containsExactly(0.3f, 4);
    assertThat(plain.vectors().get(3)).containsExactly(1, -2.5f);
    assertThat(counted.vectors().get(3)).containsExactly(1, -2.5f);
    assertThat(counted.fingerprint()).hasSize(64).isNotEqualTo(plain.fingerprint());
  }

  @Test
  void aCompressedFileIsToldByItsName() throws IOException {
    Path file = folder.resolve("vectors.txt.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("d 7\n".getBytes(StandardCharsets.UTF_8));
    }

    assertThat(read(file, 1).vectors().get(4)).containsExactly(7);
  }

  @Test
  void whatCannotBeUsedIsRefusedInOneSentence() {
    assertThatThrownBy(() -> read("2 3\na 1 2 3\n", 2))
        .isInstanceOf(SluiceException.class)
        .hasMessageStartingWith(
            "model.embedding.width must be that of the vectors of model.embedding.pretrained, 3,")
        .hasMessageEndingWith("got 2");
    assertThatThrownBy(() -> read("a 1 2 3\n", 2)).hasMessageContaining("pretrained, 3, in ");
    assertThatThrownBy(() -> read("a 1 2\nd 1\n", 2)).hasMessageContaining("whose line 2 is no");
    assertThatThrownBy(() -> read("a 1 2\nd 1 x\n", 2)).hasMessageContaining("line 2 is no token");
    assertThatThrownBy(() -> read("a 1 NaN\n", 2))
        .hasMessageContaining("line 1 is no token with 2");
    assertThatThrownBy(() -> read(folder.resolve("none"), 2))
        .hasMessageContaining("none, which cannot be read: ");
  }
}
