/**
 * A prepared data set becomes shards: flat arrays of scaled values, one object a partition, cached.
 * And what Kryo must know.
 */
package org.sluice.spark.shard;
