// The pivots of statistics: the first result of each unit, or of the tensor, in the first forward call;
// 0 where that is not finite.

__kernel void pivots(INPUT(x), BIAS_INPUT __global float *numbers, ulong units, float a) {
  BEGIN(x); BEGIN_BIAS;
  real nothing = 0.0f;
  for (ulong u = get_global_id(0) * WIDTH; u < units; u += get_global_size(0) * WIDTH) {
    real v = load_anywhere(x, u, units);
#ifdef BIAS
    v += load_anywhere(bias, u, units);
#endif
    real r = value(v, a);
    store(known(r) ? r : nothing, numbers, u, units, 1);
  }
}
