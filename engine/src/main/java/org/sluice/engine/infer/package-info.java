/**
 * A trained network one step at a time, for services and streams. Imports network, data, params and
 * base.
 */
package org.sluice.engine.infer;
