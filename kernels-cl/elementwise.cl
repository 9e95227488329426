// The one pair of kernels for every activation: value() and slope() come from its snippet. Data of
// `count` elements is one long row; x, dy and the result may be the same memory.
//
// A work-item takes vectors of WIDTH elements: STRETCH neighbouring ones where that is defined, as
// a processor's core likes it. Else neighbouring items take neighbouring vectors, as a GPU likes
// it, and each EACH of them, which are all on their way before the first is needed.

#ifdef STRETCH
#define EACH 1
#define FIRST (get_global_id(0) * (ulong)(STRETCH * WIDTH))
#define END min(FIRST + STRETCH * WIDTH, count)
#define STEP WIDTH
#define BLOCK WIDTH
#define AT(v) i
#else
#define FIRST (get_group_id(0) * (ulong)BLOCK)
#define END count
#define STEP (get_num_groups(0) * (ulong)BLOCK)
#define BLOCK (get_local_size(0) * (EACH * WIDTH))
#define AT(v) (i + ((v) * get_local_size(0) + get_local_id(0)) * WIDTH)
#endif

#define EACH_VECTOR(v) for (uint v = 0; v < EACH; v++)

// Takes what is there. Where all of a group's is, no load hangs on a condition, and so each is on its
// way before the one before it is there.
inline void take(
    real *taken, __global const float *from, ulong i, bool whole, ulong count) {
  if (whole) {
#pragma unroll
    EACH_VECTOR(v) {
      taken[v] = load_all(from + AT(v));
    }
  } else {
#pragma unroll
    EACH_VECTOR(v) {
      taken[v] = load(from, AT(v), count, 1, 0.0f);
    }
  }
}

inline void give(const real *results, __global float *to, ulong i, bool whole, ulong count) {
  if (whole) {
#pragma unroll
    EACH_VECTOR(v) {
      store_all(results[v], to + AT(v));
    }
  } else {
#pragma unroll
    EACH_VECTOR(v) {
      store(results[v], to, AT(v), count, 1);
    }
  }
}

__kernel void forward(INPUT(x), OUTPUT(y), ulong count, float a) {
  BEGIN(x); BEGIN(y);
  ulong end = END;
  for (ulong i = FIRST; i < end; i += STEP) {
    bool whole = i + BLOCK <= count;
    real taken[EACH];
    take(taken, x, i, whole, count);
#pragma unroll
    EACH_VECTOR(v) {
      taken[v] = value(taken[v], a);
    }
    give(taken, y, i, whole, count);
  }
}

__kernel void backward(INPUT(x), INPUT(dy), OUTPUT(dx), ulong count, float a) {
  BEGIN(x); BEGIN(dy); BEGIN(dx);
  ulong end = END;
  for (ulong i = FIRST; i < end; i += STEP) {
    bool whole = i + BLOCK <= count;
    real taken[EACH], gradients[EACH];
    take(taken, x, i, whole, count);
    take(gradients, dy, i, whole, count);
#pragma unroll
    EACH_VECTOR(v) {
      taken[v] = gradients[v] * slope(taken[v], a);
    }
    give(taken, dx, i, whole, count);
  }
}
