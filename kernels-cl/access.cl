// How kernels reach float32 data in global memory: WIDTH elements at a time, as a `real`.
//
// Define ALIGNED when every address is a multiple of WIDTH elements, and STRIDED when neighbouring
// columns of a row are not neighbours in memory.

#define JOIN_NAMES(a, b) a##b
#define JOIN(a, b) JOIN_NAMES(a, b)

#if WIDTH == 1
#define from_array(array) (*(array))
#define to_array(value, array) (*(array) = (value))
#elif WIDTH == 32
#define from_array(array) ((real)(vload16(0, array), vload16(1, array)))
#define to_array(value, array) (vstore16((value).lo, 0, array), vstore16((value).hi, 1, array))
#else
#define from_array(array) JOIN(vload, WIDTH)(0, array)
#define to_array(value, array) JOIN(vstore, WIDTH)(value, 0, array)
#endif

// Data that a kernel is given: a memory object, and the element of it that the data begins with.
#define INPUT(name) __global const float *name, ulong name##_from
#define OUTPUT(name) __global float *name, ulong name##_from
#define BEGIN(name) name += name##_from

// All WIDTH elements from an address on.
inline real load_all(__global const float *from) {
#ifdef ALIGNED
  return *(__global const real *)from;
#else
  return from_array(from);
#endif
}

inline void store_all(real value, __global float *to) {
#ifdef ALIGNED
  *(__global real *)to = value;
#else
  to_array(value, to);
#endif
}

// The columns c, c + 1, ... c + WIDTH - 1 of a row; those from `end` on are `absent`.
inline real load(__global const float *row, ulong c, ulong end, ulong stride, float absent) {
#ifndef STRIDED
  if (c + WIDTH <= end) {
    return load_all(row + c);
  }
#endif
  float part[WIDTH];
#ifdef STRIDED
  if (c + WIDTH <= end) {
    for (int i = 0; i < WIDTH; i++) {
      part[i] = row[(c + i) * stride];
    }
    return from_array(part);
  }
#endif
  for (int i = 0; i < WIDTH; i++) {
    part[i] = c + i < end ? row[(c + i) * stride] : absent;
  }
  return from_array(part);
}

// Writes the columns c, c + 1, ... c + WIDTH - 1 of a row, but for those from `end` on.
inline void store(real value, __global float *row, ulong c, ulong end, ulong stride) {
#ifndef STRIDED
  if (c + WIDTH <= end) {
    store_all(value, row + c);
    return;
  }
#endif
  float part[WIDTH];
  to_array(value, part);
#ifdef STRIDED
  if (c + WIDTH <= end) {
    for (int i = 0; i < WIDTH; i++) {
      row[(c + i) * stride] = part[i];
    }
    return;
  }
#endif
  for (int i = 0; i < WIDTH; i++) {
    if (c + i < end) {
      row[(c + i) * stride] = part[i];
    }
  }
}

// Has WIDTH elements, which may lie outside of any memory, brought into a processor's cache. Its own
// foresight ends at each page of 4 KiB, and starts anew in a row that is next; OpenCL's prefetch()
// does nothing in PoCL. Of no effect elsewhere.
inline void fetch(__global const float *from) {
#ifdef PROCESSOR
  for (int i = 0; i < WIDTH; i += 16) {
    __builtin_prefetch(from + i);
  }
#endif
}
