/** Local optimizers, schedules and clipping on flat vectors. Imports base and kernel. */
package org.sluice.engine.optim;
