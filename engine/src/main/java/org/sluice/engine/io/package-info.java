/**
 * Model files over streams, never a filesystem: {@code weights.safetensors} and {@code model.json}.
 * Imports network, params and base.
 */
package org.sluice.engine.io;
