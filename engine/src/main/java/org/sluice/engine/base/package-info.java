/**
 * What everything may lean on: checks, the one exception users meet, random draws, checksums, a
 * count of memory. Imports nothing of ours.
 */
package org.sluice.engine.base;
