/** The seeded programs that make {@code sample-data/}. */
package org.sluice.spark.sample;
