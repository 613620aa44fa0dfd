/** Scalers of features, as scikit-learn has them: fitted on the rows of the training part, applied to any. */
@NullMarked
package dev.evenkeel.scale;

import org.jspecify.annotations.NullMarked;
