/** What training makes small. Imports kernel and base. */
package org.sluice.engine.loss;
