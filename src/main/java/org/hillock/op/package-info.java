/**
 * What is computed: the catalogue of operations, their meaning in double precision, and the shapes
 * they apply to. The ground floor of the house: everything else iterates over {@link
 * org.hillock.op.Activation#values()} and {@link org.hillock.op.Softmax#kinds(int)}, and nothing
 * here knows how or where a result is computed.
 */
@NullMarked
package org.hillock.op;

import org.jspecify.annotations.NullMarked;
