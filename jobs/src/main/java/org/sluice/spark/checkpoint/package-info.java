/**
 * The checkpoints of a training below its run's folder: where they lie, which of them are good, and
 * the thread that writes them beside the training. Imports shard.
 */
package org.sluice.spark.checkpoint;
