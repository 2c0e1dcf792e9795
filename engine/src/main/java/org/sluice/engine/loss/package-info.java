/** What training makes small. */
package org.sluice.engine.loss;
