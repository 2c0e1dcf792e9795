/**
 * What everything may lean on: checks, the one exception users meet, random draws. Imports nothing
 * of ours.
 */
package org.sluice.engine.base;
