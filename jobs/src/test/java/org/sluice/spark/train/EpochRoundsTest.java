package org.sluice.spark.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class EpochRoundsTest {
  @Test
  void anEpochTakesWhatItsLongestShardTakes() {
    EpochRounds rounds = EpochRounds.of(new long[] {41, 60, 20}, 20, 0);

    assertThat(rounds).isEqualTo(new EpochRounds(3, 3, 0));
    assertThat(rounds.inAll(4)).isEqualTo(12);
    assertThat(rounds.isWarmStart(0, 0)).isFalse();
  }

  @Test
  void aWarmStartMakesTheFirstEpochLongerByTheLeadOfReplica0() {
    EpochRounds rounds = EpochRounds.of(new long[] {200, 200}, 20, 0.3);

    assertThat(rounds).isEqualTo(new EpochRounds(13, 10, 3));
    assertThat(rounds.inAll(4)).isEqualTo(43);
    assertThat(rounds.isWarmStart(0, 2)).isTrue();
    assertThat(rounds.isWarmStart(0, 3)).isFalse();
    assertThat(rounds.isWarmStart(1, 0)).isFalse();
    assertThat(rounds.lead(1)).isZero();
  }

  @Test
  void replica0LeadsByNoMoreThanItHas() {
    assertThat(EpochRounds.of(new long[] {20, 200}, 20, 0.5)).isEqualTo(new EpochRounds(11, 10, 1));
    assertThat(EpochRounds.of(new long[] {200, 0}, 20, 1)).isEqualTo(new EpochRounds(10, 10, 10));
  }
}
