package org.sluice.spark.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.spark.SparkTest;

final class MissingSpecTest {
  @TempDir Path folder;

  private Specs pumps() {
    return Specs.pumps(
        Specs.csv(
            folder,
            List.of(
                "a,2024-01-01 00:00,1,10",
                "a,2024-01-01 00:15,,20",
                "a,2024-01-01 00:30,3,30",
                "a,2024-01-01 00:45,4,40")));
  }

  private TableInfo prepare(Specs specs, String name) {
    return Prepare.run(SparkTest.spark(), specs.spec(), folder.resolve(name).toString(), false)
        .table();
  }

  @Test
  void theFillIsKeptWithTheDataSetAndThePlainOneLeavesNoTrace() {
    MissingSpec missing =
        new MissingSpec(Fill.MEAN, List.of("heat"), List.of(), List.of("load"), 3);
    TableInfo filled = prepare(pumps().withMissing(missing), "filled");

    assertThat(filled.missing()).isEqualTo(missing);
    assertThat(filled.fill(0)).isEqualTo(Fill.LINEAR);
    assertThat(filled.lines()).containsExactly(0);
    assertThat(filled.longestLine()).isEqualTo(3);
    assertThat(filled.fill(1)).isEqualTo(Fill.LAST);
    assertThat(prepare(pumps(), "plain").missing()).isNull();
  }

  @Test
  void aColumnThatIsNotReadOrHasTwoFillsIsRefused() {
    assertThatThrownBy(
            () ->
                pumps().withMissing(new MissingSpec(Fill.LAST, List.of(), List.of("laod"))).spec())
        .hasMessage(
            "data.missing.mean names the column laod, which is neither in data.features nor in"
                + " data.targets (load, heat)");
    assertThatThrownBy(() -> new MissingSpec(Fill.LAST, List.of("load"), List.of("load")))
        .hasMessage(
            "data.missing.last and data.missing.mean both name the column load; leave one out");
    assertThatThrownBy(
            () -> new MissingSpec(Fill.LAST, List.of(), List.of("load"), List.of("load"), 3))
        .hasMessageContaining("data.missing.linear both name");
  }
}
