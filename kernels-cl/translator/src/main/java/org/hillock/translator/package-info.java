/**
 * The build's translator: reads the straight-line OpenCL C of {@code kernels-cl} and writes the
 * same arithmetic as flat Java. {@code SourceReader} parses a file by the grammar {@code
 * Subset.g4}, which is the subset's documentation; {@code Scope} and the checkers refuse what is
 * outside it; {@code Inliner} writes out every call into named steps; a {@code Dialect} says how a
 * step looks in Java, and the writers put the classes together. It runs in generate-sources of the
 * library and is not part of its jar.
 */
@NullMarked
package org.hillock.translator;

import org.jspecify.annotations.NullMarked;
