package org.sluice.spark.cli;

/** What a job is to learn, and the record that its file is read into. */
enum Task {
  FORECAST(ForecastJob.class),
  LANGUAGE_MODEL(LanguageModelJob.class),
  TAG(SequenceJob.Tag.class),
  CLASSIFY(SequenceJob.Classify.class),
  TRANSLATE(SequenceJob.Translate.class);

  final Class<? extends Record> job;

  Task(Class<? extends Record> job) {
    this.job = job;
  }

  /** Whether this version trains it, rather than only preparing its data. */
  boolean trains() {
    return !SequenceJob.class.isAssignableFrom(job);
  }
}
