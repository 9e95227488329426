// The one pair of kernels for every activation: value() and slope() come from its snippet. Data of
// `count` elements is one long row; x, dy and the result may be the same memory.
//
// A work-item takes vectors of WIDTH elements: STRETCH neighbouring ones where that is defined, as
// a processor's core likes it; else one here and one a whole grid further, so that neighbouring
// work-items touch neighbouring memory, as a GPU likes it.

#ifdef STRETCH
#define FIRST (get_global_id(0) * (ulong)(STRETCH * WIDTH))
#define END min(FIRST + STRETCH * WIDTH, count)
#define STEP WIDTH
#else
#define FIRST (get_global_id(0) * (ulong)WIDTH)
#define END count
#define STEP (get_global_size(0) * (ulong)WIDTH)
#endif

__kernel void forward(INPUT(x), OUTPUT(y), ulong count, float a) {
  BEGIN(x); BEGIN(y);
  ulong end = END;
  for (ulong i = FIRST; i < end; i += STEP) {
    store(value(load(x, i, count, 1, 0.0f), a), y, i, count, 1);
  }
}

__kernel void backward(INPUT(x), INPUT(dy), OUTPUT(dx), ulong count, float a) {
  BEGIN(x); BEGIN(dy); BEGIN(dx);
  ulong end = END;
  for (ulong i = FIRST; i < end; i += STEP) {
    real slopes = slope(load(x, i, count, 1, 0.0f), a);
    store(load(dy, i, count, 1, 0.0f) * slopes, dx, i, count, 1);
  }
}
