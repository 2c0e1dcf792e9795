/**
 * Series, windows over them, and the batches a network reads. A window is an offset, never a copy.
 * Imports base alone.
 */
package org.sluice.engine.data;
