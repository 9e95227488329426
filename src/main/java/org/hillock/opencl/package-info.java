/**
 * Operations on OpenCL devices: the only package that touches {@code org.jocl}. {@link
 * org.hillock.opencl.OpenCl} finds the devices, and is the one class to be touched first: it keeps
 * what went wrong where there is no loader, no driver or no device. An {@link
 * org.hillock.opencl.OpenClBackend} computes on one device, with kernels read from the class path
 * and chosen by the kind of device and the shape; all of them give the same bits. {@link
 * org.hillock.opencl.OpenClInterop} lets it work on a user's context, queue and buffers.
 */
@NullMarked
package org.hillock.opencl;

import org.jspecify.annotations.NullMarked;
