/**
 * What everything may lean on: checks, the one exception users meet, random draws, a count of
 * memory. Imports nothing of ours.
 */
package org.sluice.engine.base;
