/** ONNX Runtime: models of one operation, written in memory, between direct buffers. */
@NullMarked
package org.hillock.bench.peers.onnxruntime;

import org.jspecify.annotations.NullMarked;
