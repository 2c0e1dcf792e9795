package org.sluice.spark.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.sluice.spark.prepare.SurveyTally.Remainder;

final class SurveyTallyTest {
  private static SurveyTally of(int most, Object[]... groups) {
    SurveyTally tally = new SurveyTally(most);
    for (Object[] group : groups) {
      tally.add(RowFactory.create(group));
    }
    return tally;
  }

  private static Object[] usable(long remainder, long rows, long from, long to) {
    return new Object[] {SurveyTally.USABLE, remainder, rows, from, to};
  }

  @Test
  void theBestRemainderHasMostRowsOfAllTasksOrIsTheLeast() {
    SurveyTally tally = of(3, usable(7, 2, 107, 207), usable(5, 1, 5, 5), usable(9, 3, 9, 309));
    tally.merge(of(3, usable(7, 1, 7, 7), new Object[] {"null-key", null, 4L, null, null}));

    assertThat(tally.best()).contains(new Remainder(7, 3, 7, 207));
    assertThat(tally.groups()).isEqualTo(4);
    assertThat(tally.rows(SurveyTally.USABLE)).isEqualTo(7);
    assertThat(tally.rows("null-key")).isEqualTo(4);
    assertThat(tally.rows()).isEqualTo(11);
  }

  @Test
  void tooManyRemaindersAreLetGoOfWhereverTheyWereMet() {
    SurveyTally inOneTask = of(2, usable(1, 1, 1, 1), usable(2, 1, 2, 2), usable(3, 1, 3, 3));
    SurveyTally inTwo = of(2, usable(1, 1, 1, 1));
    inTwo.merge(of(2, usable(2, 1, 2, 2), usable(3, 1, 3, 3)));
    SurveyTally after = of(2, usable(9, 9, 9, 9));
    after.merge(inOneTask);

    assertThat(inOneTask.best()).isEmpty();
    assertThat(inTwo.best()).isEmpty();
    assertThat(after.best()).isEmpty();
    assertThat(after.rows(SurveyTally.USABLE)).isEqualTo(12);
  }
}
