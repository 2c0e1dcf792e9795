package org.sluice.engine.base;

/**
 * Random numbers without a state: the i-th draw of a stream is a pure function of (seed, purpose,
 * coordinates, i), so a retried or re-placed task draws the same numbers again. A stream is named
 * by its purpose and then narrowed by coordinates such as epoch, round, shard or step: {@code
 * Draws.of(seed, Purpose.SHUFFLE).at(epoch).at(shard)}. The mixing function is the finaliser of
 * SplitMix64 (Steele, Lea and Flood 2014), applied once for each coordinate.
 */
public final class Draws {
  /**
   * What a stream is for; streams of different purpose are unrelated. New ones are added at the
   * end.
   */
  public enum Purpose {
    WEIGHTS,
    SHUFFLE,
    SAMPLE,
    NOISE,
    ROUNDING
  }

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final long key;

  private Draws(long key) {
    this.key = key;
  }

  public static Draws of(long seed, Purpose purpose) {
    return new Draws(mix(seed + GOLDEN)).at(purpose.ordinal());
  }

  /** The stream inside this one that belongs to {@code coordinate}. */
  public Draws at(long coordinate) {
    return new Draws(bits(coordinate));
  }

  /** 64 random bits. */
  public long bits(long i) {
    return mix(key ^ mix((i + 1) * GOLDEN));
  }

  /** Uniform in [0, 1), a multiple of 2^-24. */
  public float uniform(long i) {
    return (bits(i) >>> 40) * 0x1p-24f;
  }

  /** Uniform in [-bound, bound). */
  public float uniform(long i, float bound) {
    return (2 * uniform(i) - 1) * bound;
  }

  /** Normal with mean 0 and variance 1 (Box and Muller 1958), the same on every platform. */
  public double normal(long i) {
    double radius = Math.sqrt(-2 * StrictMath.log(1 - unit(2 * i)));
    return radius * StrictMath.cos(2 * Math.PI * unit(2 * i + 1));
  }

  /** Uniform in [0, 1), a multiple of 2^-53. */
  private double unit(long i) {
    return (bits(i) >>> 11) * 0x1p-53;
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
