/** PyTorch, through DJL: TorchScript modules whose result goes into a tensor that is there. */
@NullMarked
package org.hillock.bench.peers.pytorch;

import org.jspecify.annotations.NullMarked;
