package org.sluice.spark.cli;

import com.typesafe.config.Config;
import java.util.List;
import java.util.stream.Stream;

/** What a job is to learn. */
enum Task {
  FORECAST(Form.of(ForecastJob.class, "forecast", "table")),
  LANGUAGE_MODEL(Form.of(LanguageModelJob.class, "language-model")),
  TAG(
      Form.of(SequenceJob.Tag.class, "tag", "labelled-text"),
      Form.of(LabelJob.class, "tag-table", "table")),
  CLASSIFY(
      Form.of(SequenceJob.Classify.class, "classify", "labelled-text"),
      Form.of(LabelJob.class, "classify-table", "table")),
  TRANSLATE(Form.of(SequenceJob.Translate.class, "translate"));

  private final Form form;
  private final Form ofTable;

  Task(Form form) {
    this(form, form);
  }

  /**
   * @param ofTable where what is learnt is of a table
   */
  Task(Form form, Form ofTable) {
    this.form = form;
    this.ofTable = ofTable;
  }

  /**
   * What a job file of some task looks like.
   *
   * @param job the record that it is read into
   * @param defaults groups of the defaults that it has besides what all have, the uppermost first
   */
  record Form(Class<? extends Record> job, List<String> defaults) {
    private static Form of(Class<? extends Record> job, String... defaults) {
      return new Form(job, List.of(defaults));
    }

    /** Whether this version trains it, rather than only preparing its data. */
    boolean trains() {
      return job != SequenceJob.Translate.class;
    }
  }

  /** A table is what has a column of times. */
  Form form(Config job) {
    return job.hasPath("data.time") ? ofTable : form;
  }

  /** Every group of the defaults that not all job files have. */
  static Stream<String> groups() {
    return Stream.of(values())
        .flatMap(task -> Stream.of(task.form, task.ofTable))
        .flatMap(form -> form.defaults.stream());
  }
}
