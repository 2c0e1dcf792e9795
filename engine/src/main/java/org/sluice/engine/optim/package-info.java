/** Local optimizers and clipping on flat vectors. */
package org.sluice.engine.optim;
