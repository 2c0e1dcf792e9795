/**
 * A table becomes a prepared data set: typed, put on a time grid, cut into chunk rows and spans,
 * with the training span's statistics. A text becomes one too: cut into tokens, numbered by the
 * training span's vocabulary. Spark SQL; imports the engine's base and text alone.
 */
package org.sluice.spark.prepare;
