package org.sluice.spark.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.engine.base.Draws;
import org.sluice.engine.base.Draws.Purpose;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.signal.Cepstra;
import org.sluice.engine.signal.FrameSpec;
import org.sluice.engine.signal.FrameSpec.Taper;
import org.sluice.engine.signal.Frames;
import org.sluice.engine.signal.LogMel;
import org.sluice.spark.SparkTest;

/** WAV files as a table of frames. */
final class RecordingsTest {
  private static final int RATE = 8000;
  private static final String NAME = "^(?<digit>[0-9])_(?<speaker>[a-z]+)_(?<take>[0-9]+)[.]wav$";

  @TempDir Path folder;
  private Path wavs;

  @BeforeEach
  void record() throws IOException {
    wavs = Files.createDirectories(folder.resolve("wavs/deeper")).getParent();
    write("1_ann_0.wav", RATE, 900);
    write("1_ann_1.wav", RATE, 1000);
    write("deeper/2_bob_7.wav", RATE, 1500);
    write("2_bob_8.wav", RATE, 1234);
    write("9_bob_2.wav", 2 * RATE, 1500);
    write("noise.wav", RATE, 1500);
    write("4_ann_1.wav", RATE, 199);
    Files.write(wavs.resolve("3_ann_1.wav"), new byte[] {1, 2, 3});
    Files.write(wavs.resolve("3_ann_2.wav"), new byte[0]);
    byte[] whole = Files.readAllBytes(wavs.resolve("1_ann_0.wav"));
    Files.write(wavs.resolve("3_ann_4.wav"), Arrays.copyOf(whole, 300));
  }

  private static short[] samples(int count) {
    Draws draws = Draws.of(count, Purpose.SAMPLE);
    short[] samples = new short[count];
    for (int i = 0; i < count; i++) {
      samples[i] = (short) (2000 * draws.uniform(i) + 3000 * StrictMath.sin(i * 0.3));
    }
    return samples;
  }

  private void write(String file, int rate, int count) throws IOException {
    ByteBuffer wav = ByteBuffer.allocate(44 + 2 * count).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 2 * count);
    wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    wav.putShort((short) 1).putShort((short) 1).putInt(rate).putInt(2 * rate);
    wav.putShort((short) 2).putShort((short) 16);
    wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * count);
    wav.asShortBuffer().put(samples(count));
    Files.write(wavs.resolve(file), wav.array());
  }

  private static RecordingsSpec recordings(String name) {
    return new RecordingsSpec(
        RecordingsSpec.Kind.MFCC,
        20,
        5,
        Duration.ofMillis(25),
        Duration.ofMillis(10),
        Taper.HAMMING,
        true,
        2,
        2,
        0,
        name,
        Map.of("test", "_8[.]", "validation", "_7[.]"));
  }

  private DataSpec spec(double share) {
    SourceSpec source =
        new SourceSpec(
            "wav",
            Optional.of(wavs.toString()),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Optional.of(recordings(NAME)));
    Specs specs =
        Specs.pumps(wavs)
            .withSource(source)
            .withKey("digit", "speaker", "take")
            .withTime(new TimeSpec("time", Optional.empty(), "UTC", Duration.ofMillis(20)))
            .withFeatures("mfcc.*")
            .withTargets("mfcc.0")
            .withSplit(Specs.byColumn("part"));
    return (share == 1 ? specs.toleratingBadRows() : specs).spec();
  }

  @Test
  void framesOfEachRecordingAreASeriesAndTheRestIsToldByReason() {
    PreparedDataSet data =
        Prepare.run(SparkTest.spark(), spec(1), folder.resolve("prepared").toString(), false);
    TableInfo info = data.table();
    assertThat(info.columns()).hasSize(2 * 3 * 5).startsWith("mfcc.0", "mfcc.1");
    assertThat(info.spans().series()).isEqualTo(new DataSetInfo.SeriesCounts(2, 1, 1));
    assertThat(info.dropped())
        .isEqualTo(
            Map.of(
                "other-rate", 1L,
                "other-name", 1L,
                "no-wave", 1L,
                "truncated", 1L,
                "too-short", 1L,
                "empty-file", 1L));

    Row bob =
        data.series().collectAsList().stream()
            .filter(row -> row.<String>getList(1).equals(List.of("2", "bob", "7")))
            .findFirst()
            .orElseThrow();
    assertThat(bob.<String>getAs("split")).isEqualTo("validation");
    Row chunk = data.chunks().where("series = " + bob.getInt(0)).collectAsList().get(0);
    FrameSpec frames = new FrameSpec(RATE, 25, 10, 0.97, Taper.HAMMING, 20, 20, RATE / 2.0);
    float[] mfcc = new Cepstra(20, 5).of(new LogMel(frames).of(samples(1500)));
    float[] expected = Frames.stacked(Frames.withDeltas(mfcc, 5), 15, 2, 2);
    assertThat(chunk.<Float>getList(4)).isEqualTo(boxed(expected));
  }

  private static List<Float> boxed(float[] values) {
    Float[] boxed = new Float[values.length];
    Arrays.setAll(boxed, i -> values[i] + 0.0f);
    return List.of(boxed);
  }

  @Test
  void tooManyBrokenFilesStopTheJobAndAreNamed() {
    assertThatThrownBy(
            () ->
                Prepare.run(
                    SparkTest.spark(), spec(0.01), folder.resolve("none").toString(), false))
        .isInstanceOf(SluiceException.class)
        .hasMessageContaining("no-wave 1 (the first in file:")
        .hasMessageContaining("3_ann_1.wav: the WAV file cannot be read: it does not begin as one)")
        .hasMessageContaining("16000 samples a second, where others have 8000");
  }

  @Test
  void settingsThatCannotBeUsedAreRefused() {
    assertThatThrownBy(() -> recordings("("))
        .isInstanceOf(SluiceException.class)
        .hasMessage(
            "data.source.recordings.name must be a regular expression, got (: Unclosed group");
  }
}
