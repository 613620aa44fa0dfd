package dev.evenkeel.internal.spi;

/**
 * One replica's part of synchronized batch norm: of each channel the mean, as mean + meanRest, for one number of the
 * statistics type does not hold it to the precision of x where |mean| ≫ std, and m2 = Σ (x − mean)².
 */
public record BatchNormStatisticsOp(ChannelGeometry geometry, Buffer x, Buffer mean, Buffer meanRest, Buffer m2) {}
