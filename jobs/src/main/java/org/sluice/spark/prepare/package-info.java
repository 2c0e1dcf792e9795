/**
 * A table becomes a prepared data set: typed, put on a time grid, cut into chunk rows and spans,
 * with the training span's statistics. What other preparations share with it, such as the folder
 * and its parts, is here too.
 *
 * <p>Features that are derived of others are computed here, not while shards are built as scaling
 * is: they are columns like any other then, with statistics and scalers of their own, and a shard
 * needs no rows before its first.
 *
 * <p>Spark SQL; imports the engine's base and text alone.
 */
package org.sluice.spark.prepare;
