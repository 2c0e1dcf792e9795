/** Local optimizers and clipping on flat vectors. Imports base alone. */
package org.sluice.engine.optim;
