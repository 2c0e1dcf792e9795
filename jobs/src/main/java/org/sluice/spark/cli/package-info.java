/** One main class, a command per job; reads job files into the records of the other packages. */
package org.sluice.spark.cli;
