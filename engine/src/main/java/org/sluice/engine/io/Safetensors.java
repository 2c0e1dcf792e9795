package org.sluice.engine.io;

import static org.sluice.engine.io.MalformedModelException.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sluice.engine.io.SafetensorsHeader.Entry;

/**
 * The safetensors format over streams. Any number of threads, each with its own stream; streams are
 * left open. See https://github.com/huggingface/safetensors#format.
 */
public final class Safetensors {
  private static final int CHUNK = 1 << 16; // bytes, a multiple of every number's size
  private static final int FIRST_FLOATS = 1 << 18;

  private Safetensors() {}

  /**
   * Writes {@code tensors} as F32 in the order given; the same tensors always make the same bytes.
   *
   * @return the number of bytes written
   */
  public static long write(List<Tensor> tensors, OutputStream out) throws IOException {
    byte[] header = SafetensorsHeader.encode(tensors);
    out.write(header);
    long length = header.length;
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    for (Tensor tensor : tensors) {
      float[] values = tensor.values();
      for (int from = 0; from < values.length; from += CHUNK / Float.BYTES) {
        int count = Math.min(CHUNK / Float.BYTES, values.length - from);
        chunk.asFloatBuffer().put(values, from, count);
        out.write(chunk.array(), 0, count * Float.BYTES);
        length += (long) count * Float.BYTES;
      }
    }
    return length;
  }

  /**
   * Reads a whole stream of F32, F16 or BF16 tensors, in the order of their data.
   *
   * @param file what messages call the stream
   * @throws MalformedModelException if it isn't exactly one well-formed file; memory is only taken
   *     for data that is there
   */
  public static List<Tensor> read(String file, InputStream in) throws IOException {
    return read(file, in, Long.MAX_VALUE);
  }

  /** As {@link #read(String, InputStream)}, of a file known to have {@code length} bytes. */
  public static List<Tensor> read(String file, InputStream in, long length) throws IOException {
    return read(file, in, SafetensorsHeader.read(file, in, length));
  }

  /** The numbers behind {@code header}, which has been read, to the end of the file. */
  static List<Tensor> read(String file, InputStream in, SafetensorsHeader header)
      throws IOException {
    List<Tensor> tensors = new ArrayList<>();
    for (Entry entry : header.entries()) {
      tensors.add(new Tensor(entry.name(), entry.shape(), values(file, in, entry)));
    }
    check(in.read() < 0, file, "bytes behind the last tensor, expected the end of the file");
    return tensors;
  }

  private static float[] values(String file, InputStream in, Entry entry) throws IOException {
    Dtype dtype = entry.dtype();
    int elements = (int) ((entry.end() - entry.begin()) / dtype.bytes);
    // grown as data arrives: a header may promise far more than the file holds
    float[] values = new float[Math.min(elements, FIRST_FLOATS)];
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    for (int done = 0; done < elements; ) {
      int count = Math.min(CHUNK / dtype.bytes, elements - done);
      int bytes = in.readNBytes(chunk.array(), 0, count * dtype.bytes);
      check(
          bytes == count * dtype.bytes,
          file,
          "cut short in tensor %s: expected %d bytes of it, found %d",
          entry.name(),
          entry.end() - entry.begin(),
          (long) done * dtype.bytes + bytes);
      if (done + count > values.length) {
        values = Arrays.copyOf(values, (int) Math.min(elements, 2L * values.length));
      }
      dtype.decode(chunk.clear(), values, done, count);
      done += count;
    }
    return values;
  }
}
