/**
 * What a GPU, or any other OpenCL device, is worth: the bits of every family of kernels first, then
 * operations on resident data beside a plain copy and PyTorch on the same device, launches,
 * transfers, and how long it takes to open. {@code bench/gpu/README.md} tells how it is measured.
 */
@NullMarked
package org.hillock.bench.gpu;

import org.jspecify.annotations.NullMarked;
