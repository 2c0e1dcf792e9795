/**
 * Layers over whole windows: the scan of a cell over time, what goes round it, and the dense layer.
 * Imports cell, kernel, params and base.
 */
package org.sluice.engine.layer;
