/**
 * How good forecasts are, as sums that add and merge: partial results of tasks give the same
 * figures as one pass over everything. Imports base alone.
 */
package org.sluice.engine.metrics;
