/**
 * A table becomes a prepared data set: typed, put on a time grid, cut into chunk rows and spans,
 * with the training span's statistics. Spark SQL; imports the engine's base alone.
 */
package org.sluice.spark.prepare;
