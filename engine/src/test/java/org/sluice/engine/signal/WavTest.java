package org.sluice.engine.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.sluice.engine.signal.BrokenWavException.Reason;

final class WavTest {
  private static final int HEADER = 44;
  private static final int FORMAT = 20;
  private static final int DATA_LENGTH = 40;

  private static ByteBuffer file(short... samples) {
    ByteBuffer file =
        ByteBuffer.allocate(HEADER + 2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put(ascii("RIFF")).putInt(36 + 2 * samples.length).put(ascii("WAVE"));
    file.put(ascii("fmt ")).putInt(16).putShort((short) 1).putShort((short) 1);
    file.putInt(8000).putInt(16000).putShort((short) 2).putShort((short) 16);
    file.put(ascii("data")).putInt(2 * samples.length);
    for (short sample : samples) {
      file.putShort(sample);
    }
    return file;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static void refused(byte[] file, Reason reason, String why) {
    assertThatThrownBy(() -> Wav.read(file))
        .isInstanceOf(BrokenWavException.class)
        .hasMessageContaining(why)
        .extracting(e -> ((BrokenWavException) e).reason())
        .isEqualTo(reason);
  }

  @Test
  void samplesComeOutAsTheyWentIn() throws BrokenWavException {
    Wav wav = Wav.read(file((short) 1, (short) -2, Short.MAX_VALUE, Short.MIN_VALUE).array());

    assertThat(wav.rate()).isEqualTo(8000);
    assertThat(wav.samples()).containsExactly(1, -2, Short.MAX_VALUE, Short.MIN_VALUE);
  }

  @Test
  void otherChunksArePassedOver() throws BrokenWavException {
    byte[] plain = file((short) 5).array();
    ByteBuffer more = ByteBuffer.allocate(plain.length + 12).order(ByteOrder.LITTLE_ENDIAN);
    more.put(plain, 0, 36).put(ascii("LIST")).putInt(3).putInt(0).put(plain, 36, 10);

    assertThat(Wav.read(more.array()).samples()).containsExactly(5);
  }

  @Test
  void aLengthThatAWriterDidNotKnowIsAllThereIs() throws BrokenWavException {
    ByteBuffer file = file((short) 5, (short) 6).putInt(DATA_LENGTH, -1);

    assertThat(Wav.read(file.array()).samples()).containsExactly(5, 6);
  }

  @Test
  void brokenFilesAreRefusedByReason() {
    byte[] good = file((short) 5, (short) 6).array();
    refused(new byte[0], Reason.NO_WAVE, "it does not begin as one");
    refused(ascii("this is no sound at all"), Reason.NO_WAVE, "it does not begin as one");
    refused(Arrays.copyOf(good, 46), Reason.TRUNCATED, "its data chunk has 2 bytes of 4");
    refused(Arrays.copyOf(good, 36), Reason.TRUNCATED, "it has no data chunk");
    refused(Arrays.copyOf(good, 30), Reason.TRUNCATED, "its format chunk has 16 bytes");
    refused(
        file((short) 5).putShort(FORMAT, (short) 3).array(),
        Reason.OTHER_FORMAT,
        "it has format 3");
    refused(
        file((short) 5).putShort(FORMAT + 2, (short) 2).array(),
        Reason.OTHER_FORMAT,
        "2 channels of 16 bits");
    refused(
        file((short) 5).put(12, ascii("junk")).array(),
        Reason.NO_WAVE,
        "its data come before their format");
  }

  @Property
  void whateverTheBytesAreTheyAreReadOrRefused(@ForAll byte[] tail, @ForAll int length) {
    ByteBuffer file = ByteBuffer.allocate(HEADER + tail.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put(file().array()).put(tail).putInt(16, length);
    try {
      assertThat(Wav.read(file.array()).samples().length).isLessThanOrEqualTo(tail.length);
    } catch (BrokenWavException e) {
      assertThat(e).hasMessageContaining("cannot be read");
    }
  }
}
