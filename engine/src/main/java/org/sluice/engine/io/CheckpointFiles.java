package org.sluice.engine.io;

import static org.sluice.engine.io.MalformedModelException.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A checkpoint's folder: {@code arrays.safetensors}, {@code history.jsonl}, and {@code
 * checkpoint.json}, written last, without which the folder is no checkpoint. The format is
 * described in {@code docs/model-files.md}.
 */
public final class CheckpointFiles {
  /** The file that commits a checkpoint; removed first, it takes the commitment back. */
  public static final String MANIFEST = "checkpoint.json";

  static final String ARRAYS = "arrays.safetensors";
  static final String HISTORY = "history.jsonl";

  private CheckpointFiles() {}

  /** Writes all three; the same checkpoint always makes the same bytes. */
  public static void write(Checkpoint checkpoint, FileStore store) throws IOException {
    List<Tensor> tensors =
        checkpoint.arrays().entrySet().stream()
            .map(e -> new Tensor(e.getKey(), new int[] {e.getValue().length}, e.getValue()))
            .toList();
    StoredFile arrays = StoredFile.write(store, ARRAYS, out -> Safetensors.write(tensors, out));
    byte[] lines = checkpoint.history().getBytes(StandardCharsets.UTF_8);
    StoredFile history = StoredFile.write(store, HISTORY, out -> write(lines, out));
    var manifest =
        new CheckpointManifest(arrays, history, checkpoint.numbers(), checkpoint.about());
    try (OutputStream out = store.create(MANIFEST)) {
      out.write(manifest.encode());
    }
  }

  /**
   * Reads a checkpoint, whole and intact.
   *
   * @throws MalformedModelException if a file is missing, damaged or of a later format
   */
  public static Checkpoint read(FileStore store) throws IOException {
    CheckpointManifest manifest = manifest(store);
    Map<String, float[]> arrays = new TreeMap<>();
    for (Tensor tensor : manifest.arrays().read(store, ARRAYS, MANIFEST, Safetensors::read)) {
      arrays.put(tensor.name(), tensor.values());
    }
    String history = manifest.history().read(store, HISTORY, MANIFEST, CheckpointFiles::text);
    return new Checkpoint(arrays, manifest.numbers(), manifest.about(), history);
  }

  /** The numbers of a checkpoint, from its manifest alone. */
  public static Map<String, double[]> numbers(FileStore store) throws IOException {
    return manifest(store).numbers();
  }

  private static CheckpointManifest manifest(FileStore store) throws IOException {
    byte[] bytes = StoredFile.manifest(store, MANIFEST, "the folder holds no finished checkpoint");
    return CheckpointManifest.decode(StoredFile.path(store, MANIFEST), bytes);
  }

  private static long write(byte[] bytes, OutputStream out) throws IOException {
    out.write(bytes);
    return bytes.length;
  }

  private static String text(String file, InputStream in, long length) throws IOException {
    check(length < Integer.MAX_VALUE, file, "longer than %d bytes", Integer.MAX_VALUE);
    byte[] bytes = in.readNBytes((int) length + 1); // one more would be one too many
    check(bytes.length == length, file, "expected %d bytes, found %d", length, bytes.length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedModelException(file, "expected text in UTF-8, found other bytes", e);
    }
  }
}
