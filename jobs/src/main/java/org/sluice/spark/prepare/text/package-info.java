/**
 * A text becomes a prepared data set: cut into tokens, numbered by the training span's vocabulary.
 * Spark SQL; imports the engine's base and text, and prepare's source, folder and tables.
 */
package org.sluice.spark.prepare.text;
