package org.sluice.spark.train;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What one epoch came to.
 *
 * @param epoch counted from 1
 * @param epochs the most there will be
 * @param rounds done in it
 * @param loss mean of training.loss over the targets trained on, in scaled units
 * @param validationLoss the same over the validation span, in scaled units
 * @param perplexity {@code exp} of the validation loss where that is a cross-entropy; else null
 * @param best whether no epoch before had so low a validation loss
 * @param iterates rounds whose parameters' mean was validated; null where it was the last ones
 * @param seconds the epoch took, its validation included; for display alone
 */
public record EpochReport(
    int epoch,
    int epochs,
    long rounds,
    double loss,
    double validationLoss,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double perplexity,
    boolean best,
    @JsonInclude(JsonInclude.Include.NON_NULL) Long iterates,
    double seconds) {}
