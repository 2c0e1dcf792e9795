package org.sluice.spark.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.sluice.engine.base.Require;
import org.sluice.spark.prepare.DataSetInfo;
import org.sluice.spark.prepare.TextInfo;
import org.sluice.spark.shard.Preprocessing;

/**
 * What a training is asked to do, and on what; kept in its checkpoints.
 *
 * @param settings of the job by their names in job files, those left out that no bit of the result
 *     depends on
 * @param data fingerprint of the prepared data set
 * @param preprocessing scalers included, which may be those of the model it started from
 * @param vectors fingerprint of the file that vectors of tokens were read from
 */
record Assignment(
    Map<String, String> settings, String data, JsonNode preprocessing, Optional<String> vectors) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Settings of how a training runs and not of what comes out. */
  private static final List<String> FREE =
      List.of(
          "training.checkpoint",
          "training.budget",
          "training.roundDeadline",
          "training.reduce.directLimit",
          "training.segments");

  /** Settings that shape the state or the rounds of an epoch. */
  private static final List<String> FIXED =
      List.of(
          "model",
          "training.sampling",
          "training.window",
          "training.stride",
          "training.shuffleRounds",
          "training.replicas",
          "training.lanes",
          "training.localSteps",
          "training.localStepsSchedule",
          "training.averaging",
          "training.optimizer.kind");

  static Assignment of(TrainingJob job, Origin origin) {
    Assignment asked = of(job, origin.preprocessing());
    return new Assignment(asked.settings, asked.data, asked.preprocessing, origin.vectors());
  }

  static Assignment of(TrainingJob job, Preprocessing preprocessing) {
    Map<String, String> settings = new TreeMap<>(Settings.of("model", (Record) job.model()));
    settings.putAll(Settings.of("training", job.training()));
    settings.keySet().removeIf(setting -> belongs(setting, FREE));
    settings.put("name", job.name());
    return new Assignment(
        settings,
        preprocessing.data().fingerprint(),
        JSON.valueToTree(preprocessing),
        job.model().pretrained().isPresent() ? Optional.empty() : vectors(preprocessing.data()));
  }

  /** Of vectors that were prepared with a text. */
  private static Optional<String> vectors(DataSetInfo data) {
    return data instanceof TextInfo text
        ? Optional.ofNullable(text.vectors()).map(TextInfo.Vectors::sha256)
        : Optional.empty();
  }

  static Assignment of(JsonNode json) {
    Map<String, String> settings = new TreeMap<>();
    json.path("settings")
        .fields()
        .forEachRemaining(field -> settings.put(field.getKey(), field.getValue().asText()));
    return new Assignment(
        settings,
        json.path("data").asText(),
        json.path("preprocessing"),
        Optional.ofNullable(json.path("vectors").textValue()));
  }

  JsonNode toJson() {
    ObjectNode json = JSON.createObjectNode().put("data", data);
    settings.forEach(json.putObject("settings")::put);
    json.set("preprocessing", preprocessing);
    vectors.ifPresent(fingerprint -> json.put("vectors", fingerprint));
    return json;
  }

  /**
   * Refuses to go on with {@code wanted} what began as this.
   *
   * @param meant names of settings, or of groups of them, that are meant to differ
   */
  void requireSame(Assignment wanted, Collection<String> meant) {
    Require.that(
        data.equals(wanted.data),
        "data is another one than the training began with: other data settings or source files were"
            + " prepared since; start a new training from its model with --from and another"
            + " output");
    Require.that(
        vectors.isEmpty() || wanted.vectors.isEmpty() || vectors.equals(wanted.vectors),
        "the vectors of data.text.vectors are other ones than the training began with: the text was"
            + " prepared again, and Word2Vec never makes the same ones; start anew with --overwrite,"
            + " or from the model with --from and another output");
    List<String> different = different(wanted);
    List<String> fixed = different.stream().filter(s -> belongs(s, FIXED)).toList();
    Require.that(
        fixed.isEmpty(),
        "%s, which cannot change within a training;"
            + " start a new one from its model with --from and another output",
        sentence(fixed, wanted));
    List<String> others = different.stream().filter(s -> !belongs(s, meant)).toList();
    Require.that(
        others.isEmpty(),
        "%s; if that is meant, give --resume-with %s",
        sentence(others, wanted),
        String.join(",", others));
  }

  private List<String> different(Assignment wanted) {
    TreeSet<String> all = new TreeSet<>(settings.keySet());
    all.addAll(wanted.settings.keySet());
    return all.stream().filter(s -> !value(s).equals(wanted.value(s))).toList();
  }

  private String sentence(List<String> different, Assignment wanted) {
    return different.stream()
        .map(s -> s + " was " + value(s) + " when the training began and is now " + wanted.value(s))
        .collect(Collectors.joining(", "));
  }

  private String value(String setting) {
    return settings.getOrDefault(setting, "absent");
  }

  private static boolean belongs(String setting, Collection<String> groups) {
    return groups.stream()
        .anyMatch(
            group ->
                setting.equals(group)
                    || setting.startsWith(group + ".")
                    || setting.startsWith(group + "["));
  }
}
