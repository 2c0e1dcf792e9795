package org.sluice.spark.shard;

import java.io.Serializable;
import java.util.BitSet;

/**
 * Rows of a chunk on their way to the segment that wants them.
 *
 * @param cut which segment of the plan, counted over all shards
 * @param start grid index of the first row
 * @param label whether the values are the rows' labels, {@code [n]}, in place of their other
 *     columns
 * @param values {@code [n, C]} row-major, in the columns' own units
 * @param missing bit {@code row * C + column} is set where nothing was observed
 */
record Piece(int cut, long start, boolean label, float[] values, BitSet missing)
    implements Serializable {}
