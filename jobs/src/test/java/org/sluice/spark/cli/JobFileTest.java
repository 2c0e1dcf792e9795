package org.sluice.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.engine.base.Require;
import org.sluice.engine.base.SluiceException;
import org.sluice.engine.loss.LossKind;
import org.sluice.engine.network.CellKind;
import org.sluice.engine.network.Connection;
import org.sluice.engine.network.Direction;
import org.sluice.engine.network.DropoutSpec;
import org.sluice.engine.network.InitialisationSpec;
import org.sluice.engine.network.LayerSpec;
import org.sluice.engine.network.Reset;
import org.sluice.engine.optim.ClipSettings;
import org.sluice.engine.optim.OptimizerKind;
import org.sluice.engine.optim.OptimizerSettings;
import org.sluice.engine.optim.ScheduleKind;
import org.sluice.engine.text.Tokens;
import org.sluice.spark.prepare.Fill;
import org.sluice.spark.prepare.HolidaySpec;
import org.sluice.spark.prepare.MissingSpec;
import org.sluice.spark.prepare.ScaleSpec;
import org.sluice.spark.prepare.ScaleSpec.Kind;
import org.sluice.spark.prepare.text.VectorSpec;
import org.sluice.spark.shard.Sampling;
import org.sluice.spark.train.AveragingSpec;
import org.sluice.spark.train.TrainingSpec;

final class JobFileTest {
  private static final String SMALLEST =
      """
      name = small
      output = runs/small
      data {
        source { path = table.csv }
        time { column = t, step = 1h }
        features = [a]
        targets = [a]
        split { train = 0.8, validation = 0.1, test = 0.1 }
      }
      model { layers = [ { cell = lstm, hidden = 8 } ], horizon = 2 }
      training { window = 16 }
      """;

  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("job.conf"), text);
  }

  private ForecastJob read(String more, String... settings) throws IOException {
    return (ForecastJob) JobFile.read(file(SMALLEST + more), List.of(settings));
  }

  private AbstractStringAssert<?> messageOf(String more, String... settings) {
    return assertThatThrownBy(() -> read(more, settings))
        .isInstanceOf(SluiceException.class)
        .extracting(Throwable::getMessage, InstanceOfAssertFactories.STRING);
  }

  @Test
  void theSmallestFileTakesItsDefaultsFromTheReference() throws IOException {
    ForecastJob job = read("");
    assertThat(job.task()).isEqualTo(Task.FORECAST);
    assertThat(job.data().source().format()).isEqualTo("csv");
    assertThat(job.data().key()).isEmpty();
    assertThat(job.data().time().step()).isEqualTo(Duration.ofHours(1));
    assertThat(job.data().scale()).isEqualTo(ScaleSpec.STANDARD);
    assertThat(job.model().layers()).containsExactly(new LayerSpec(CellKind.LSTM, 8));
    assertThat(job.training().sampling()).isEqualTo(Sampling.WINDOWED);
    assertThat(job.training().window()).isEqualTo(16);
    assertThat(job.training().clip()).isEqualTo(ClipSettings.byNorm(1));
  }

  @Test
  void aWordForTheScaleIsItsKind() throws IOException {
    assertThat(read("data.scale = none").data().scale()).isEqualTo(new ScaleSpec(Kind.NONE));
    ScaleSpec scale =
        read("data.scale { kind = robust, log = [a], columns { a = min-max } }").data().scale();
    assertThat(scale)
        .isEqualTo(new ScaleSpec(Kind.ROBUST, List.of("a"), Optional.of(Map.of("a", "min-max"))));
    assertThat(read("", "data.scale=min-max").data().scale().kind()).isEqualTo(Kind.MIN_MAX);
    messageOf("data.scale = wild").startsWith("data.scale.kind must be");
  }

  @Test
  void missingValuesAreFilledByTheLastOneUnlessAColumnIsNamed() throws IOException {
    assertThat(read("").data().missing()).isEqualTo(MissingSpec.LAST);
    assertThat(read("data.missing { fill = mean, last = [a] }").data().missing())
        .isEqualTo(new MissingSpec(Fill.MEAN, List.of("a"), List.of()));
    assertThat(read("data.missing.linear = [a]").data().missing().longest()).isEqualTo(24);
    messageOf("data.missing { fill = linear, longest = 0 }")
        .startsWith("data.missing.longest must be at least 1, got 0");
    messageOf("data.missing.fill = zero").startsWith("data.missing.fill must be");
    messageOf("data.missing.mean = [b]").startsWith("data.missing.mean names the column b");
  }

  @Test
  void whatRemainsIsNotMeasuredFromALastRow() throws IOException {
    String targets = "data { key = [k], split.by = key, targets = [remaining.9] }\n";
    assertThat(read(targets).data().columns()).containsExactly("a");
    messageOf(targets + "model.center = last")
        .startsWith("model.center must be none where data.targets names remaining.n");
  }

  @Test
  void holidaysMayLieInAnyTable() throws IOException {
    HolidaySpec days =
        read("data.holidays { path = days.csv, column = day, options { header = true } }")
            .data()
            .holidays()
            .orElseThrow();
    assertThat(days.path()).contains("days.csv");
    assertThat(days.options()).contains(Map.of("header", "true"));
    assertThat(read("").data().holidays()).isEmpty();
    messageOf("data.holidays.path = days.csv").startsWith("data.holidays.column is missing");
  }

  @Test
  void aLayerTakesWhatItDoesNotSayFromTheLayerDefaults() throws IOException {
    String layers =
        "model.layerDefaults.projection = 3, model.layers = ["
            + "{ cell = lstm, hidden = 8 },"
            + "{ cell = lstm, hidden = 8, projection = 4, nonRecurrentProjection = 2,"
            + "  peepholes = true },"
            + "{ cell = gru, hidden = 5, projection = 0, reset = before, direction = both,"
            + "  dropout { output = 0.5, mask = window, candidate = 0.1 }, normalise = true,"
            + "  connection = highway, initialisation { weights = he, state = learned },"
            + "  frozen = true } ]";
    assertThat(read(layers).model().layers())
        .containsExactly(
            new LayerSpec(CellKind.LSTM, 8).withProjection(3, 0),
            new LayerSpec(CellKind.LSTM, 8).withProjection(4, 2).withPeepholes(),
            new LayerSpec(CellKind.GRU, 5)
                .with(Reset.BEFORE)
                .with(Direction.BOTH)
                .with(new DropoutSpec(0.5, DropoutSpec.Mask.WINDOW, 0, 0.1, 0))
                .asNormalised()
                .with(Connection.HIGHWAY)
                .with(
                    InitialisationSpec.PLAIN
                        .with(InitialisationSpec.Weights.HE)
                        .with(InitialisationSpec.State.LEARNED))
                .asFrozen());
  }

  @Test
  void aLayersSettingIsCheckedByName() {
    messageOf("model.layers = [ { cell = gru, hidden = 8, peepholes = true } ]")
        .startsWith("model.layers.peepholes goes with cell = lstm only, got cell = gru");
    messageOf("model.layers = [ { cell = gru, hidden = 8, peephole = true } ]")
        .startsWith("model.layers[0].peephole is not a setting");
    messageOf("", "model.layerDefaults=3")
        .startsWith("model.layerDefaults must be a group of settings");
  }

  @Test
  void aFileOverridesTheReferenceAndASettingOverridesBoth() throws IOException {
    assertThat(read("training.replicas = 3").training().replicas()).isEqualTo(3);
    assertThat(read("training.replicas = 3", "training.replicas=4").training().replicas())
        .isEqualTo(4);
    assertThat(read("", "training.replicas=4", "training.replicas=5").training().replicas())
        .isEqualTo(5);
  }

  @Test
  void aSettingMayBeAListAGroupOrInfinity() throws IOException {
    assertThat(read("", "data.features=[x, y]").data().features()).containsExactly("x", "y");
    assertThat(read("", "data.source.options={header: true}").data().source().options())
        .containsEntry("header", "true");
    assertThat(read("", "training.clip.norm=infinity").training().clip())
        .isEqualTo(ClipSettings.NONE);
  }

  @Test
  void whatAnOptimizerLeavesOutComesFromItsKind() throws IOException {
    assertThat(read("").training().optimizer())
        .isEqualTo(new OptimizerSettings(OptimizerKind.SGD, 0.1, 0.9, 0.9, 0.999, 1e-8, 0));
    for (OptimizerKind kind : OptimizerKind.values()) {
      OptimizerSettings torch = OptimizerSettings.of(kind);
      boolean sgd = kind == OptimizerKind.SGD || kind == OptimizerKind.NESTEROV;
      OptimizerSettings expected = sgd ? torch.withRate(0.1).withMomentum(0.9) : torch;
      String word = "training.optimizer = " + Require.written(kind);
      assertThat(read(word).training().optimizer()).isEqualTo(expected);
    }
    OptimizerSettings own =
        read("training.optimizer { kind = adam, beta2 = 0.99 }").training().optimizer();
    assertThat(own)
        .isEqualTo(new OptimizerSettings(OptimizerKind.ADAM, 1e-3, 0, 0.9, 0.99, 1e-8, 0));
  }

  @Test
  void averagingIsByBlockMomentumUnlessAJobSaysOtherwise() throws IOException {
    AveragingSpec usual = read("").training().averaging();
    assertThat(usual.kind()).isEqualTo(AveragingSpec.Kind.BLOCK_MOMENTUM);
    assertThat(usual.momentum()).isEmpty();
    assertThat(usual.rate()).isEqualTo(1);
    AveragingSpec nesterov = read("training.averaging = nesterov").training().averaging();
    assertThat(nesterov.momentum()).contains(0.9);
    assertThat(nesterov.rate()).isEqualTo(0.7);
    messageOf("training.averaging { kind = average, bound = 0 }")
        .startsWith("training.averaging.bound must be above 0, got 0.0");
  }

  @Test
  void aKindIsOverriddenAlone() throws IOException {
    String file =
        "training { optimizer { kind = adam, rate = 0.5 }, schedule = cosine, loss = huber }";
    TrainingSpec training =
        read(file, "training.optimizer.kind=adamw", "training.schedule.warmUp=3").training();
    assertThat(training.optimizer().kind()).isEqualTo(OptimizerKind.ADAMW);
    assertThat(training.optimizer().rate()).isEqualTo(0.5);
    assertThat(training.optimizer().weightDecay()).isEqualTo(0.01);
    assertThat(training.loss().kind()).isEqualTo(LossKind.HUBER);
    assertThat(training.schedule().kind()).isEqualTo(ScheduleKind.COSINE);
    assertThat(training.schedule().warmUp()).isEqualTo(3);
  }

  @Test
  void aKindThatThereIsNotIsRefused() {
    messageOf("training.optimizer = adamax")
        .startsWith("training.optimizer.kind must be one of sgd, nesterov, adam,")
        .contains("got adamax (");
    messageOf("training.optimizer { kind = adam, alpha = 1 }")
        .startsWith("training.optimizer.alpha is not a setting;");
    messageOf("training.optimizer = [adam]")
        .startsWith("training.optimizer must be a group of settings");
    messageOf("training.optimizerDefaults = adam")
        .startsWith("training.optimizerDefaults must be a group of settings");
  }

  @Test
  void aSettingTakesPathsAsTheyStand() throws IOException {
    assertThat(read("", "output=hdfs://host:8020/a//b#c").output())
        .isEqualTo("hdfs://host:8020/a//b#c");
    assertThat(read("", "data.time.step=15m").data().time().step())
        .isEqualTo(Duration.ofMinutes(15));
  }

  @Test
  void aPartOfTheRunFolderIsJoinedWithOneSlash() throws IOException {
    assertThat(read("").folder("model")).isEqualTo("runs/small/model");
    assertThat(read("", "output=s3a://bucket/").folder("model")).isEqualTo("s3a://bucket/model");
  }

  @Test
  void widthsAreOfCategories() throws IOException {
    String make = "data.categories = [make], model.categories { width = 2, widths { make = 3 } }";
    assertThat(read(make).data().categories()).containsExactly("make");
    assertThat(read(make).model().categories().widths()).contains(Map.of("make", "3"));
    messageOf("data.categories = [make], model.categories.widths.site = 3")
        .startsWith(
            "model.categories.widths names the column site, which is not in data.categories"
                + " (make)");
  }

  @Test
  void anUnknownSettingIsRefusedWithItsPlace() {
    messageOf("training.replica = 2")
        .isEqualTo(
            "training.replica is not a setting; did you mean training.replicas? (%s:12)"
                .formatted(folder.resolve("job.conf")));
    messageOf("", "training.replica=2")
        .isEqualTo(
            "training.replica is not a setting; did you mean training.replicas? (--set"
                + " training.replica=2)");
  }

  @Test
  void aWrongTypeIsRefusedWithItsPlace() {
    messageOf("training.replicas = two")
        .isEqualTo(
            "training.replicas must be a whole number, got two (%s:12)"
                .formatted(folder.resolve("job.conf")));
    messageOf("", "training.replicas=two")
        .isEqualTo(
            "training.replicas must be a whole number, got two (--set training.replicas=two)");
  }

  @Test
  void whatARecordRefusesIsToldWithItsPlace() {
    messageOf("training.replicas = 0")
        .isEqualTo(
            "training.replicas must be at least 1, got 0 (%s:12)"
                .formatted(folder.resolve("job.conf")));
    messageOf("", "training.replicas=0").endsWith("got 0 (--set training.replicas=0)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name",
        "output",
        "data.time.column",
        "data.time.step",
        "data.features",
        "data.targets",
        "data.split",
        "model.layers",
        "model.horizon",
        "training.window"
      })
  void aRequiredSettingThatIsMissingIsNamed(String setting) {
    messageOf("", setting + "=null")
        .startsWith(setting + " is missing and has no default; set it in the job file or with");
  }

  @Test
  void theEnvironmentMayFillASetting() throws IOException {
    assertThat(read("data.source.path = ${?PATH}").data().source().path())
        .contains(System.getenv("PATH"));
    assertThat(read("data.source.path = ${?NO_SUCH_VARIABLE_HERE}").data().source().path())
        .contains("table.csv");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pumps-forecast.conf",
        "ett-h1.conf",
        "beijing-pm25.conf",
        "uci-air-quality.conf",
        "logs-language-model.conf",
        "war-and-peace-chars.conf",
        "any-text-words.conf",
        "soseki-chars.conf",
        "imdb-bpe.conf",
        "ewt-tagging.conf",
        "imdb-classify.conf",
        "fsdd.conf",
        "traffic-los.conf",
        "cmapss-rul.conf",
        "fsdd-digits.conf",
        "fsdd-frames.conf",
        "occupancy.conf",
        "japanese-vowels.conf"
      })
  void theJobFilesThatComeAlongAreValid(String file) {
    Path conf = Path.of(System.getProperty("sluice.root"), "conf");
    assertThat(JobFile.read(conf.resolve(file), List.of()).output()).startsWith("runs/");
  }

  private static final String SMALLEST_OF_TEXT =
      """
      name = small
      task = language-model
      output = runs/small
      data { source { path = texts }, split { train = 0.8, validation = 0.1, test = 0.1 } }
      model { embedding { width = 4 }, layers = [ { cell = gru, hidden = 8 } ] }
      training { window = 16 }
      """;

  private LanguageModelJob readText(String more) throws IOException {
    return (LanguageModelJob) JobFile.read(file(SMALLEST_OF_TEXT + more), List.of());
  }

  @Test
  void aTaskHasDefaultsOfItsOwn() throws IOException {
    LanguageModelJob job = readText("");
    assertThat(job.task()).isEqualTo(Task.LANGUAGE_MODEL);
    assertThat(job.data().source().format()).isEqualTo("text");
    assertThat(job.data().text().text().tokens()).isEqualTo(Tokens.CHARACTER);
    assertThat(job.data().text().vectors()).isEqualTo(VectorSpec.NONE);
    assertThat(job.training().sampling()).isEqualTo(Sampling.STATEFUL);
    assertThat(job.training().loss().kind()).isEqualTo(LossKind.CROSS_ENTROPY);
    assertThat(job.trainingJob().model()).isEqualTo(job.model());
  }

  @Test
  void aTaskRefusesWhatAnotherOneHas() {
    assertThatThrownBy(() -> readText("data.features = [a]"))
        .hasMessageStartingWith("data.features is not a setting;");
    messageOf("data.text.tokens = word").startsWith("data.text is not a setting;");
    messageOf("task = sing")
        .startsWith(
            "task must be one of forecast, language-model, tag, classify, translate, got sing");
  }

  @Test
  void aTaskThatIsNotTrainedYetIsPreparedAlone() throws IOException {
    String translate =
        """
        name = small
        task = translate
        output = runs/small
        data { source { path = texts }, split { train = 0.8, validation = 0.1, test = 0.1 } }
        """;
    Job job = JobFile.read(file(translate), List.of());
    assertThatThrownBy(job::requireTraining)
        .isInstanceOf(SluiceException.class)
        .hasMessage(
            "task is translate, which this version prepares and inspects, but does not train yet;"
                + " run 'sluice prepare'");
    assertThatThrownBy(() -> JobFile.read(file(translate + "training.window = 3"), List.of()))
        .hasMessageStartingWith("training is not a setting;");
  }

  @Test
  void labelledTextsAreReadWhole() throws IOException {
    String tag =
        """
name = small
task = tag
output = runs/small
data { source { path = texts }, split { train = 0.8, validation = 0.1, test = 0.1 } }
model { embedding { width = 3, pretrained = vectors.txt }, layers = [ { cell = gru, hidden = 4 } ] }
training.window = 3
""";
    Job job = JobFile.read(file(tag), List.of());
    assertThat(job.source().options()).isEqualTo(Map.of("lineSep", "\n\n"));
    assertThat(job.training().sampling()).isEqualTo(Sampling.SEQUENCES);
    assertThat(job.training().loss().kind()).isEqualTo(LossKind.CROSS_ENTROPY);
    assertThat(job.model().pretrained()).contains("vectors.txt");
    assertThat(job.trainingJob().model()).isEqualTo(job.model());
    assertThatThrownBy(() -> JobFile.read(file(tag + "data.conll.tag = 2"), List.of()))
        .hasMessageStartingWith("data.conll.form and data.conll.tag must be two columns, got 2");
    assertThatThrownBy(() -> JobFile.read(file(tag + "data.source.format = csv"), List.of()))
        .hasMessageStartingWith("data.source.format must be conll");
  }

  @Test
  void whatDoesNotGoWithALanguageModelIsRefused() throws IOException {
    LanguageModelJob windowed = readText("training.sampling = windowed");
    assertThatThrownBy(windowed::trainingJob)
        .hasMessage(
            "training.sampling must be stateful where task is language-model, got windowed");
    LanguageModelJob squared = readText("training.loss = squared");
    assertThatThrownBy(squared::trainingJob)
        .hasMessage(
            "training.loss.kind must be cross-entropy where task is language-model, got squared");
    assertThatThrownBy(() -> readText("data.text.vocabulary.size = 2"))
        .hasMessageStartingWith("data.text.vocabulary.size must be between 3 and");
    assertThatThrownBy(() -> readText("predict.temperature = 0"))
        .hasMessageStartingWith("predict.temperature must be above 0");
    assertThatThrownBy(() -> readText("evaluate.pseudoCount = 0"))
        .hasMessageStartingWith("evaluate.pseudoCount must be above 0");
    assertThatThrownBy(() -> readText("model.embedding.width = 0"))
        .hasMessageStartingWith("model.embedding.width must be between 1 and");
  }

  @Test
  void aFileThatIsNoHoconIsRefusedWithItsLine() {
    messageOf("training { replicas = 2")
        .startsWith("the job file cannot be read: ")
        .contains("job.conf: 12");
    messageOf("name = ${nobody}").contains("nobody");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> JobFile.read(Path.of("no", "such.conf"), List.of()))
        .isInstanceOf(SluiceException.class)
        .hasMessage("the job file no/such.conf does not exist or is not a file");
  }

  @Test
  void aSettingWithoutValueIsRefused() {
    messageOf("", "training.replicas").isEqualTo("--set takes name=value, got training.replicas");
    messageOf("", "a..b=1").startsWith("--set a..b=1 cannot be read: ");
    messageOf("", "data.features=[a").startsWith("--set data.features=[a cannot be read: ");
  }
}
