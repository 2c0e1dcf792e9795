/**
 * Rounds of local steps on executors and synchronous averaging on the driver, which owns every
 * piece of mutable state.
 */
package org.sluice.spark.train;
