/**
 * Layers over whole windows: the scan of a cell over time, and the dense layer. Imports cell,
 * kernel, params and base.
 */
package org.sluice.engine.layer;
