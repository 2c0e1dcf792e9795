/** Errors of a model beside naive baselines, and forecasts of new tables. */
package org.sluice.spark.score;
