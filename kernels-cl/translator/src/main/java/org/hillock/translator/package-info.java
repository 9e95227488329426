/**
 * The build's translator: reads the straight-line OpenCL C of {@code kernels-cl} and writes the
 * same arithmetic as flat Java. It runs in generate-sources of the library and is not part of its
 * jar.
 */
@NullMarked
package org.hillock.translator;

import org.jspecify.annotations.NullMarked;
