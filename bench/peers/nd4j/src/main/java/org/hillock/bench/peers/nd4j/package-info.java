/** ND4J: its operations, from an array to another that is there. */
@NullMarked
package org.hillock.bench.peers.nd4j;

import org.jspecify.annotations.NullMarked;
