/** One flat vector of parameters with named views. Imports nothing of ours but base. */
package org.sluice.engine.params;
