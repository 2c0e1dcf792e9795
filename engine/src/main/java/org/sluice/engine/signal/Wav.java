package org.sluice.engine.signal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A recording: 16-bit PCM of one channel.
 *
 * @param rate samples a second
 * @param samples as they are stored, -32768 to 32767
 */
public record Wav(int rate, short[] samples) {
  private static final int CHUNK_HEADER = 8; // name, length
  private static final int RIFF_HEADER = 12;
  private static final int FORMAT = 16; // bytes of a format chunk at least
  private static final int PCM = 1;
  private static final int EXTENSIBLE = 0xFFFE; // PCM too, said in another way

  /**
   * Reads a whole file. Chunks that are neither format nor data are passed over; a data chunk whose
   * length is all ones, as writers of streams leave it, reaches to the end.
   *
   * @throws BrokenWavException if there is anything else in the file
   */
  public static Wav read(byte[] file) throws BrokenWavException {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    if (file.length < RIFF_HEADER || !name(in, 0).equals("RIFF") || !name(in, 8).equals("WAVE")) {
      throw new BrokenWavException(BrokenWavException.Reason.NO_WAVE, "it does not begin as one");
    }
    int rate = 0;
    long at = RIFF_HEADER;
    while (at + CHUNK_HEADER <= file.length) {
      String name = name(in, (int) at);
      long length = in.getInt((int) at + 4) & 0xFFFFFFFFL;
      int body = (int) at + CHUNK_HEADER;
      if (name.equals("fmt ")) {
        rate = rate(in, body, length);
      } else if (name.equals("data")) {
        return new Wav(known(rate), samples(in, body, length));
      }
      at = body + length + (length & 1); // chunks begin at even places
    }
    throw new BrokenWavException(BrokenWavException.Reason.TRUNCATED, "it has no data chunk");
  }

  /** Sample rate of a format chunk that this build can read. */
  private static int rate(ByteBuffer in, int body, long length) throws BrokenWavException {
    if (length < FORMAT || body + FORMAT > in.limit()) {
      throw new BrokenWavException(
          BrokenWavException.Reason.TRUNCATED, "its format chunk has " + length + " bytes");
    }
    int format = in.getShort(body) & 0xFFFF;
    int channels = in.getShort(body + 2) & 0xFFFF;
    int rate = in.getInt(body + 4);
    int bits = in.getShort(body + 14) & 0xFFFF;
    if ((format != PCM && format != EXTENSIBLE) || bits != 16 || channels != 1 || rate <= 0) {
      throw new BrokenWavException(
          BrokenWavException.Reason.OTHER_FORMAT,
          String.format(
              "it has format %d, %d channels of %d bits, %d samples/s; expected PCM (1), one"
                  + " channel of 16 bits",
              format, channels, bits, rate));
    }
    return rate;
  }

  private static int known(int rate) throws BrokenWavException {
    if (rate == 0) {
      throw new BrokenWavException(
          BrokenWavException.Reason.NO_WAVE, "its data come before their format");
    }
    return rate;
  }

  private static short[] samples(ByteBuffer in, int body, long length) throws BrokenWavException {
    long there = in.limit() - body;
    boolean unknown = length == 0xFFFFFFFFL;
    if (!unknown && length > there) {
      throw new BrokenWavException(
          BrokenWavException.Reason.TRUNCATED,
          String.format("its data chunk has %d bytes of %d", there, length));
    }
    short[] samples = new short[(int) ((unknown ? there : length) / Short.BYTES)];
    in.position(body);
    in.slice().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
    return samples;
  }

  private static String name(ByteBuffer in, int at) {
    return new String(in.array(), at, 4, StandardCharsets.ISO_8859_1);
  }
}
