// The gradient of softmax in rows that are held by their work-items: see held.cl.

__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) REQUIRED_SUBGROUP void backward(
    INPUT(y), INPUT(dy), OUTPUT(dx), ulong rows, ulong columns, float inverse_temperature) {
  BEGIN(y); BEGIN(dy); BEGIN(dx);
  EXCHANGE_MEMORY(by);
  ROW_MEMORY
  EACH_ROW {
    ROW_VARIABLES
    __global const float *outputs = y + begin + own;
    __global const float *gradients = dy + begin + own;
    __global float *to = dx + begin + own;
    real held[VECTORS], held_gradients[VECTORS], lanes[PER_ITEM], few[BATCH], more[BATCH];
    load_held(held, outputs, left, 0.0f);
    load_held(held_gradients, gradients, left, 0.0f);
    clear(lanes);
#pragma unroll
    EACH_HELD(v) {
      uint k = v % PER_ITEM;
      lanes[k] = AT(v) < left ? gradient_added(lanes[k], held[v], held_gradients[v]) : lanes[k];
    }
    TELL(team_sum(&by, lanes), 0)
#ifdef MORE
    EACH_ROUND(first) {
      uint left = columns_left(columns, first + own);
      clear(lanes);
      EACH_BATCH(u, left) {
        load_batch(few, outputs + first, u, left);
        load_batch(more, gradients + first, u, left);
#pragma unroll
        for (uint i = 0; i < BATCH; i++) {
          uint k = i % PER_ITEM;
          lanes[k] = AT(u + i) < left ? gradient_added(lanes[k], few[i], more[i]) : lanes[k];
        }
      }
      TELL(team_sum(&by, lanes), first)
    }
#endif
    float sum = ROW_SUM;
#pragma unroll
    EACH_HELD(v) {
      real result = gradient(held[v], held_gradients[v], sum, inverse_temperature);
      store_present(result, to, AT(v), left);
    }
#ifdef MORE
    EACH_ROUND_BACK(first) {
      uint left = columns_left(columns, first + own);
      EACH_BATCH(u, left) {
        load_batch(few, outputs + first, u, left);
        load_batch(more, gradients + first, u, left);
#pragma unroll
        for (uint i = 0; i < BATCH; i++) {
          real result = gradient(few[i], more[i], sum, inverse_temperature);
          store_present(result, to + first, AT(u + i), left);
        }
      }
    }
#endif
  }
}
