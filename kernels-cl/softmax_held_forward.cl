// Softmax of rows that are held by their work-items: see held.cl.

__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) REQUIRED_SUBGROUP void forward(
    INPUT(x), OUTPUT(y), ulong rows, ulong columns, float inverse_temperature) {
  BEGIN(x); BEGIN(y);
  EXCHANGE_MEMORY(by);
  ROW_MEMORY
  EACH_ROW {
    ROW_VARIABLES
    __global const float *from = x + begin + own;
    __global float *to = y + begin + own;
    real held[VECTORS], lanes[PER_ITEM], few[BATCH];
    load_held(held, from, left, -INFINITY);
    real seen = -INFINITY;
#pragma unroll
    EACH_HELD(v) {
      seen = larger(seen, held[v]);
    }
#ifdef MORE
    EACH_ROUND(first) {
      uint left = columns_left(columns, first + own);
      EACH_BATCH(u, left) {
        load_batch(few, from + first, u, left);
#pragma unroll
        for (uint i = 0; i < BATCH; i++) {
          seen = larger(seen, few[i]);
        }
      }
    }
#endif
    float most = row_largest(&by, &on, seen);
    clear(lanes);
#pragma unroll
    EACH_BATCH(u, left) {
#pragma unroll
      EACH_OF_BATCH(v, u) {
        if (v < VECTORS) {
          real e = softmax_exp(held[v], most, inverse_temperature);
#if !LOG
          held[v] = e;
#endif
          lanes[v % PER_ITEM] += present(e, AT(v), left);
        }
      }
    }
    TELL(team_sum(&by, lanes), 0)
#ifdef MORE
    EACH_ROUND_BACK(first) {
      uint left = columns_left(columns, first + own);
      clear(lanes);
      EACH_BATCH(u, left) {
        load_batch(few, from + first, u, left);
#pragma unroll
        for (uint i = 0; i < BATCH; i++) {
          real e = softmax_exp(few[i], most, inverse_temperature);
          lanes[i % PER_ITEM] += present(e, AT(u + i), left);
        }
      }
      TELL(team_sum(&by, lanes), first)
    }
#endif
    normalizer n = normalizer_of(ROW_SUM);
#pragma unroll
    EACH_HELD(v) {
#if LOG
      real result = result_of_input(held[v], most, inverse_temperature, n);
#else
      real result = result_of_exponential(held[v], n);
#endif
      store_present(result, to, AT(v), left);
    }
#ifdef MORE
    EACH_ROUND(first) {
      uint left = columns_left(columns, first + own);
      EACH_BATCH(u, left) {
        load_batch(few, from + first, u, left);
#pragma unroll
        for (uint i = 0; i < BATCH; i++) {
          real result = result_of_input(few[i], most, inverse_temperature, n);
          store_present(result, to + first, AT(u + i), left);
        }
      }
    }
#endif
  }
}
