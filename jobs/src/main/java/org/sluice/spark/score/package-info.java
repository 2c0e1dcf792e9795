/**
 * Errors of a model beside naive baselines, forecasts of new tables, and text by a model of its
 * language.
 */
package org.sluice.spark.score;
