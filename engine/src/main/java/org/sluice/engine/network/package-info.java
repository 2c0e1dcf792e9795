/**
 * Networks put together from layers: what a job file describes, and its forward and backward pass.
 */
package org.sluice.engine.network;
