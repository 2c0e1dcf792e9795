package org.sluice.spark.prepare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import org.sluice.engine.base.Require;
import org.sluice.engine.base.SluiceException;

/** {@code dataset.json}: a {@link DataSetInfo} as text. */
public final class Manifest {
  /** The newest format this build writes and reads. */
  public static final int FORMAT = 1;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private Manifest() {}

  public static byte[] write(DataSetInfo info) {
    try {
      return JSON.writeValueAsBytes(info);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * @throws SluiceException if the text is damaged or newer than this build
   */
  static DataSetInfo read(Folder folder) {
    try {
      JsonNode tree = JSON.readTree(folder.manifest());
      int format = tree.path("format").asInt(0);
      Require.that(
          format <= FORMAT,
          "%s has format %d, this build reads up to %d; use a later sluice",
          folder.of(Folder.MANIFEST),
          format,
          FORMAT);
      Require.that(format > 0, "%s names no format", folder.of(Folder.MANIFEST));
      return JSON.treeToValue(tree, DataSetInfo.class);
    } catch (IOException e) {
      throw new SluiceException(
          folder.of(Folder.MANIFEST) + " is damaged; run sluice prepare with --overwrite", e);
    }
  }
}
