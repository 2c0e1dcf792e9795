package org.sluice.spark.cli;

/** What a job is to learn, and the record that its file is read into. */
enum Task {
  FORECAST(ForecastJob.class),
  LANGUAGE_MODEL(LanguageModelJob.class);

  final Class<? extends Record> job;

  Task(Class<? extends Record> job) {
    this.job = job;
  }
}
