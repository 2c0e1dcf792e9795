/**
 * A replica's local steps and the averaging of replicas, for one process or for tasks of a cluster
 * alike.
 */
package org.sluice.engine.train;
