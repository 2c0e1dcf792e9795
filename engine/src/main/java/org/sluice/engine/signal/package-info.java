/**
 * Sound becomes frames of features: samples out of WAV files, spectra, mel filters, cepstra. In
 * doubles and by {@link StrictMath}, so that every machine computes the same bits. Imports nothing
 * of ours but base.
 */
package org.sluice.engine.signal;
