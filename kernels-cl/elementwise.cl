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
#define AT(v) i
#else
#define FIRST (get_group_id(0) * (ulong)BLOCK)
#define END count
#define STEP (get_num_groups(0) * (ulong)BLOCK)
#define BLOCK (get_local_size(0) * (EACH * WIDTH))
#define AT(v) (i + ((v) * get_local_size(0) + get_local_id(0)) * WIDTH)
#endif

#define EACH_VECTOR(v) for (uint v = 0; v < EACH; v++)

__kernel void forward(INPUT(x), OUTPUT(y), ulong count, float a) {
  BEGIN(x); BEGIN(y);
  ulong end = END;
  for (ulong i = FIRST; i < end; i += STEP) {
    real taken[EACH];
#pragma unroll
    EACH_VECTOR(v) {
      taken[v] = load(x, AT(v), count, 1, 0.0f);
    }
#pragma unroll
    EACH_VECTOR(v) {
      store(value(taken[v], a), y, AT(v), count, 1);
    }
  }
}

__kernel void backward(INPUT(x), INPUT(dy), OUTPUT(dx), ulong count, float a) {
  BEGIN(x); BEGIN(dy); BEGIN(dx);
  ulong end = END;
  for (ulong i = FIRST; i < end; i += STEP) {
    real taken[EACH], gradients[EACH];
#pragma unroll
    EACH_VECTOR(v) {
      taken[v] = load(x, AT(v), count, 1, 0.0f);
      gradients[v] = load(dy, AT(v), count, 1, 0.0f);
    }
#pragma unroll
    EACH_VECTOR(v) {
      store(gradients[v] * slope(taken[v], a), dx, AT(v), count, 1);
    }
  }
}
