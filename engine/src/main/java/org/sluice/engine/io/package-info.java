/**
 * Model files over streams, never a filesystem: {@code weights.safetensors} and {@code model.json}.
 */
package org.sluice.engine.io;
