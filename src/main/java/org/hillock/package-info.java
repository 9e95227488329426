/** The front door: activation functions and softmax on the best device here, or on the CPU. */
@NullMarked
package org.hillock;

import org.jspecify.annotations.NullMarked;
