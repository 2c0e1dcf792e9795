/**
 * A table becomes a prepared data set: typed, put on a time grid, cut into chunk rows and spans,
 * with the training span's statistics. What other preparations share with it, such as the folder
 * and its parts, is here too. Spark SQL; imports the engine's base and text alone.
 */
package org.sluice.spark.prepare;
