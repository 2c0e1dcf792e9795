/**
 * Model and checkpoint files over streams, never a filesystem: a folder's numbers as safetensors,
 * and a manifest in JSON that commits it. Imports network, params and base.
 */
package org.sluice.engine.io;
