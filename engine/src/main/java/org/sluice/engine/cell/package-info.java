/**
 * The gated units. A cell knows its equations, its parameters and one step; time, masks and resets
 * belong to the scan in {@code layer}. Imports kernel, params and base.
 */
package org.sluice.engine.cell;
