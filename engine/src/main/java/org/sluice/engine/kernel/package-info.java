/**
 * Array arithmetic: one small interface, {@link org.sluice.engine.kernel.Kernels}, a scalar class
 * that says what it means and a vector class that makes it fast, the same to the bit. Imports
 * nothing of ours.
 */
package org.sluice.engine.kernel;
