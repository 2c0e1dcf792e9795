/**
 * Layers over whole windows: the scan of a cell over time, what goes round it, the embedding below
 * and the dense layer on top. Imports cell, kernel, params and base.
 */
package org.sluice.engine.layer;
