/** The command line: devices, verification, accuracy, benchmarks, and operations on files. */
@NullMarked
package org.hillock.bench;

import org.jspecify.annotations.NullMarked;
