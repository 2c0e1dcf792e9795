package org.sluice.spark.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.engine.base.SluiceException;
import org.sluice.spark.SparkTest;

final class PreparedDataSetTest {
  @TempDir Path folder;

  private Path prepared;
  private Specs pumps;

  @BeforeEach
  void eightRows() {
    prepared = folder.resolve("prepared");
    pumps = Specs.pumps(Specs.csv(folder, rows(8)));
  }

  private static List<String> rows(int count) {
    return IntStream.range(0, count)
        .mapToObj(row -> "a," + Specs.time(row) + "," + row + "," + row)
        .toList();
  }

  private PreparedDataSet run(Specs specs, boolean overwrite) {
    return Prepare.run(SparkTest.spark(), specs.spec(), prepared.toString(), overwrite);
  }

  private PreparedDataSet open() {
    return PreparedDataSet.open(SparkTest.spark(), prepared.toString());
  }

  @Test
  void whatWasWrittenIsWhatIsOpened() {
    PreparedDataSet written = run(pumps, false);

    assertThat(open().info()).isEqualTo(written.info());
    assertThat(open().reused()).isFalse();
    assertThat(open().chunks().columns())
        .containsExactly("split", "series", "start", "rows", "values", "observed");
    assertThat(open().series().columns())
        .containsExactly("series", "key", "first", "last", "split");
  }

  @Test
  void theSameTableAndSettingsAreNotPreparedAgain() throws IOException {
    run(pumps, false);
    Files.writeString(prepared.resolve("witness"), "");
    PreparedDataSet again = run(pumps, false);

    assertThat(again.reused()).isTrue();
    assertThat(Summary.of(again).lines().findFirst())
        .contains(prepared + " was prepared from the same table and settings; used as it is");
  }

  @Test
  void otherSettingsNeedOverwrite() {
    run(pumps, false);
    Specs other = pumps.withFeatures("load");

    assertThatThrownBy(() -> run(other, false))
        .isInstanceOf(SluiceException.class)
        .hasMessage(
            "%s holds a data set of another source or other settings; give --overwrite to replace it",
            prepared);
    assertThat(run(other, true).table().features()).isEqualTo(1);
  }

  @Test
  void aTableThatGrewNeedsOverwrite() {
    run(pumps, false);
    Specs.csv(folder, rows(9));

    assertThatThrownBy(() -> run(pumps, false))
        .isInstanceOf(SluiceException.class)
        .hasMessageEndingWith("give --overwrite to replace it");
    assertThat(run(pumps, true).info().rows()).isEqualTo(9);
    assertThat(open().chunks().selectExpr("sum(rows)").first().getLong(0)).isEqualTo(9);
  }

  @Test
  void badSettingsLeaveTheOldDataSetAlone() {
    DataSetInfo before = run(pumps, false).info();

    assertThatThrownBy(() -> run(pumps.withFeatures("laod"), true))
        .isInstanceOf(SluiceException.class);
    assertThatThrownBy(() -> run(pumps.withSplit(SplitSpec.fractions(1, 0, 0)), true))
        .isInstanceOf(SluiceException.class);
    assertThat(open().info()).isEqualTo(before);
    assertThat(open().chunks().count()).isEqualTo(3);
  }

  @Test
  void aHalfWrittenFolderIsReplacedAndForeignFilesStay() throws IOException {
    run(pumps, false);
    Files.delete(prepared.resolve("dataset.json"));
    Files.writeString(prepared.resolve("notes.txt"), "mine");

    assertThat(run(pumps, false).info().rows()).isEqualTo(8);
    assertThat(prepared.resolve("notes.txt")).hasContent("mine");
  }

  @Test
  void aFolderWithoutAManifestIsNoDataSet() {
    assertThatThrownBy(this::open)
        .isInstanceOf(SluiceException.class)
        .hasMessage("%s holds no prepared data set; run sluice prepare first", prepared);
  }

  @Test
  void aNewerFormatIsRefused() throws IOException {
    run(pumps, false);
    Path manifest = prepared.resolve("dataset.json");
    String newer = Files.readString(manifest).replace("\"format\" : 1", "\"format\" : 2");
    Files.writeString(manifest, newer);
    Files.deleteIfExists(prepared.resolve(".dataset.json.crc"));

    assertThatThrownBy(this::open)
        .isInstanceOf(SluiceException.class)
        .hasMessage("%s has format 2, this build reads up to 1; use a later sluice", manifest);
  }

  @Test
  void aDamagedManifestIsRefusedAndReplacedWhenAsked() throws IOException {
    run(pumps, false);
    Path manifest = prepared.resolve("dataset.json");
    Files.writeString(manifest, "{\"format\" : 1, \"key\" :");
    Files.deleteIfExists(prepared.resolve(".dataset.json.crc"));

    assertThatThrownBy(this::open)
        .isInstanceOf(SluiceException.class)
        .hasMessage("%s is damaged; run sluice prepare with --overwrite", manifest);
    assertThat(run(pumps, true).info().rows()).isEqualTo(8);
  }
}
