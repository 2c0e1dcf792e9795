package org.sluice.engine.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sluice.engine.base.Draws;
import org.sluice.engine.signal.FrameSpec.Taper;

/** Features against their formulas written out one by one: a plain DFT, triangles side by side. */
final class FeaturesTest {
  /** Two tones that rise and fall, and noise. */
  private static short[] sound(int rate, int samples) {
    Draws draws = Draws.of(7, Draws.Purpose.SAMPLE);
    short[] sound = new short[samples];
    for (int n = 0; n < samples; n++) {
      double second = (double) n / rate;
      double tones =
          4000 * Math.sin(2 * Math.PI * 440 * second)
              + 2500 * Math.sin(2 * Math.PI * (900 + 500 * second) * second);
      sound[n] = (short) Math.round(tones + 200 * draws.uniform(n) + 50);
    }
    return sound;
  }

  private static FrameSpec spec(int rate, Taper taper) {
    return new FrameSpec(rate, 25, 10, 0.97, taper, 40, 20, rate / 2.0);
  }

  private static double mel(double hertz) {
    return 1127 * Math.log(1 + hertz / 700);
  }

  /** The tapered frame that begins at {@code from}. */
  private static double[] frame(short[] sound, int from, int size, Taper taper) {
    double mean = 0;
    for (int n = 0; n < size; n++) {
      mean += sound[from + n] / (double) size;
    }
    double[] frame = new double[size];
    for (int n = 0; n < size; n++) {
      double before = n == 0 ? sound[from] - mean : sound[from + n - 1] - mean;
      double hann = 0.5 - 0.5 * Math.cos(2 * Math.PI * n / (size - 1));
      double weight = taper == Taper.POVEY ? Math.pow(hann, 0.85) : 0.08 + 0.92 * hann;
      frame[n] = (sound[from + n] - mean - 0.97 * before) * weight;
    }
    return frame;
  }

  private static double power(double[] frame, int k, int points) {
    double re = 0;
    double im = 0;
    for (int n = 0; n < frame.length; n++) {
      re += frame[n] * Math.cos(2 * Math.PI * k * n / points);
      im += frame[n] * Math.sin(2 * Math.PI * k * n / points);
    }
    return re * re + im * im;
  }

  private static double[] logMel(double[] frame, int rate, int points) {
    double step = (mel(rate / 2.0) - mel(20)) / 41;
    double[] bands = new double[40];
    for (int k = 0; k <= points / 2; k++) {
      double at = mel((double) rate * k / points);
      double power = power(frame, k, points);
      for (int band = 0; band < 40; band++) {
        double left = mel(20) + band * step;
        if (at > left && at <= left + step) {
          bands[band] += power * (at - left) / step;
        } else if (at > left + step && at < left + 2 * step) {
          bands[band] += power * (left + 2 * step - at) / step;
        }
      }
    }
    for (int band = 0; band < 40; band++) {
      bands[band] = Math.log(Math.max(bands[band], 1.1920929e-7));
    }
    return bands;
  }

  private static double cepstrum(double[] logMel, int k) {
    double sum = 0;
    for (int j = 0; j < 40; j++) {
      sum += logMel[j] * Math.cos(Math.PI / 40 * (j + 0.5) * k);
    }
    return sum * Math.sqrt((k == 0 ? 1 : 2) / 40.0) * (1 + 11 * Math.sin(Math.PI * k / 22));
  }

  @ParameterizedTest
  @CsvSource({"8000, 256, POVEY", "8000, 256, HAMMING", "16000, 512, POVEY"})
  void featuresAreThoseOfTheFormulas(int rate, int points, Taper taper) {
    FrameSpec spec = spec(rate, taper);
    short[] sound = sound(rate, rate / 5);

    float[] logMel = new LogMel(spec).of(sound);
    float[] cepstra = new Cepstra(40, 13).of(logMel);

    assertThat(logMel).hasSize(18 * 40); // 1 + (200 - 25) / 10 whole frames
    assertThat(cepstra).hasSize(18 * 13);
    for (int t = 0; t < 18; t++) {
      double[] frame = frame(sound, t * rate / 100, rate / 40, taper);
      double[] expected = logMel(frame, rate, points);
      for (int band = 0; band < 40; band++) {
        assertThat((double) logMel[t * 40 + band]).isCloseTo(expected[band], within(1e-4));
      }
      for (int k = 0; k < 13; k++) {
        assertThat((double) cepstra[t * 13 + k]).isCloseTo(cepstrum(expected, k), within(1e-4));
      }
    }
  }

  @Test
  void silenceHasTheLeastPower() {
    float[] features = new LogMel(FrameSpec.of(8000)).of(new short[200]);

    assertThat(features).hasSize(40).containsOnly((float) Math.log(0x1p-23));
    assertThat(new LogMel(FrameSpec.of(8000)).of(new short[199])).isEmpty();
  }

  @Test
  void aStraightLineHasItsSlope() {
    float[] frames = new float[2 * 9];
    for (int t = 0; t < 9; t++) {
      frames[2 * t] = 3 * t;
      frames[2 * t + 1] = 1;
    }
    float[] all = Frames.withDeltas(frames, 2);

    assertThat(all).hasSize(3 * frames.length);
    assertThat(all).startsWith(0, 1, 1.5f, 0); // (1·3 + 2·6) / 10 where the start is repeated
    assertThat(Arrays.copyOfRange(all, 4 * 6, 5 * 6)).containsExactly(12, 1, 3, 0, 0, 0);
  }

  @Test
  void framesAreStackedAndSkipped() {
    float[] frames = {0, 1, 2, 3, 4, 5, 6};

    assertThat(Frames.stacked(frames, 1, 3, 2)).containsExactly(0, 0, 0, 0, 1, 2, 2, 3, 4, 4, 5, 6);
    assertThat(Frames.stacked(new float[] {1, 2, 3, 4}, 2, 1, 1)).containsExactly(1, 2, 3, 4);
  }

  @Test
  void whatMakesNoFramesIsRefused() {
    assertThatThrownBy(() -> new FrameSpec(8000, 25, 10, 0.97, Taper.POVEY, 40, 20, 5000))
        .hasMessageContaining("the highest frequency");
    assertThatThrownBy(() -> new FrameSpec(8000, 25, 10, 0.97, Taper.POVEY, 40, 500, 400))
        .hasMessage("the lowest frequency must be below 400.0 Hz, got 500.0");
    assertThatThrownBy(() -> new FrameSpec(8000, 0, 10, 0.97, Taper.POVEY, 40, 20, 4000))
        .hasMessageContaining("samples of a frame");
    assertThatThrownBy(() -> new Cepstra(40, 41)).hasMessageContaining("cepstral coefficients");
  }
}
