/**
 * Errors of a model beside naive baselines, forecasts of new tables, labels of tables and texts,
 * and text by a model of its language.
 */
package org.sluice.spark.score;
