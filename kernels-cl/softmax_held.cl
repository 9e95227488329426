// Softmax of contiguous rows that stay in the registers of their work-items between the walks, so
// that a row is read once and written once. A work-group takes either TOGETHER rows, each by a team
// (see team.cl), or one row by TEAMS teams, each of which takes a segment. A team holds the first
// VECTORS vectors of each of its items; where MORE is defined there are more segments than teams,
// which are read again in each walk.
//
// Columns come in whole vectors: WIDTH is 1 where a row is not a multiple of it, or not aligned.

#if TEAMS > 1
#define ROW_OF_TEAM 0
#define SEGMENT_OF_TEAM TEAM_OF_ITEM
#else
#define ROW_OF_TEAM TEAM_OF_ITEM
#define SEGMENT_OF_TEAM 0
#endif

// Visits what a team holds: its v-th vector, at columns that are AT(v) behind the segment's first.
#define EACH_HELD(v) for (uint v = 0; v < VECTORS; v++)
#define AT(v) (((v) * TEAM + ITEM) * WIDTH)

// Visits the rounds of segments that are not held, each by its first column.
#define EACH_ROUND(first) \
  for (ulong first = TEAMS * SEGMENT; first < columns; first += TEAMS * SEGMENT)

// Visits the vectors of a segment that is not held, `left` columns long, and their lanes.
#define EACH_VECTOR(at, k)                               \
  for (uint block = 0; block < left; block += LANES)     \
    for (uint k = 0, at = block + ITEM * WIDTH; k < PER_ITEM; k++, at += TEAM * WIDTH)

#define ROW_VARIABLES                                            \
  ulong row = first_row + ROW_OF_TEAM;                           \
  ulong row_columns = row < rows ? columns : 0;                  \
  ulong own = SEGMENT_OF_TEAM * (ulong)SEGMENT;                  \
  uint left = columns_left(row_columns, own);

// Every item of a group goes through as many rows, as their barriers need all of them.
#define EACH_ROW                                                      \
  for (ulong first_row = get_group_id(0) * (ulong)TOGETHER; first_row < rows; \
       first_row += get_num_groups(0) * (ulong)TOGETHER)

// How many of a segment's columns there are, given its first.
inline uint columns_left(ulong columns, ulong first) {
  return first < columns ? (uint)min(columns - first, (ulong)SEGMENT) : 0;
}

inline real load_whole(__global const float *from, uint at, uint left, float absent) {
  real nothing = absent;
  return at < left ? *(__global const real *)(from + at) : nothing;
}

inline void store_whole(real v, __global float *to, uint at, uint left) {
  if (at < left) {
    *(__global real *)(to + at) = v;
  }
}

#if TEAMS > 1
inline float row_largest(exchange *by, notice *on, real v) {
  __local float *board = noticed(on, team_largest(by, v));
  float most = board[0];
  for (uint team = 1; team < TEAMS; team++) {
    most = larger(most, board[team]);
  }
  return most;
}

// The row's sum with a round of segments more, the first of which begins at column `first`.
inline row_total with_round(
    exchange *by, notice *on, row_total total, real *lanes, ulong first, ulong columns) {
  __local float *board = noticed(on, team_sum(by, lanes));
  for (uint team = 0; team < TEAMS && first + team * SEGMENT < columns; team++) {
    total = with_segment(total, board[team]);
  }
  return total;
}
#else
#define row_largest(by, on, v) team_largest(by, v)
#define with_round(by, on, total, lanes, first, columns) with_segment(total, team_sum(by, lanes))
#endif

__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) REQUIRED_SUBGROUP void forward(
    INPUT(x), OUTPUT(y), ulong rows, ulong columns, float inverse_temperature) {
  BEGIN(x); BEGIN(y);
  EXCHANGE_MEMORY(by);
  NOTICE_MEMORY(on);
  EACH_ROW {
    ROW_VARIABLES
    __global const float *from = x + row * columns;
    __global float *to = y + row * columns;
    real held[VECTORS], lanes[PER_ITEM];
    real largest_seen = -INFINITY;
#pragma unroll
    EACH_HELD(v) {
      held[v] = load_whole(from + own, AT(v), left, -INFINITY);
    }
#pragma unroll
    EACH_HELD(v) {
      largest_seen = larger(largest_seen, held[v]);
    }
#ifdef MORE
    EACH_ROUND(first) {
      uint left = columns_left(row_columns, first + own);
      EACH_VECTOR(at, k) {
        real v = load_whole(from + first + own, at, left, -INFINITY);
        largest_seen = larger(largest_seen, v);
      }
    }
#endif
    float most = row_largest(&by, &on, largest_seen);
    clear(lanes);
#pragma unroll
    EACH_HELD(v) {
      // An absent column is -infinity, whose exponential is +0, and adding +0 changes nothing.
      real e = softmax_exp(held[v], most, inverse_temperature);
#if !LOG
      held[v] = e;
#endif
      lanes[v % PER_ITEM] += e;
    }
    row_total total = with_round(&by, &on, empty_total(), lanes, 0, columns);
#ifdef MORE
    EACH_ROUND(first) {
      uint left = columns_left(row_columns, first + own);
      clear(lanes);
      EACH_VECTOR(at, k) {
        real v = load_whole(from + first + own, at, left, -INFINITY);
        lanes[k] += softmax_exp(v, most, inverse_temperature);
      }
      total = with_round(&by, &on, total, lanes, first, columns);
    }
#endif
    normalizer n = normalizer_of(sum_of(total));
#pragma unroll
    EACH_HELD(v) {
#if LOG
      real result = result_of_input(held[v], most, inverse_temperature, n);
#else
      real result = result_of_exponential(held[v], n);
#endif
      store_whole(result, to + own, AT(v), left);
    }
#ifdef MORE
    EACH_ROUND(first) {
      uint left = columns_left(row_columns, first + own);
      EACH_VECTOR(at, k) {
        real v = load_whole(from + first + own, at, left, -INFINITY);
        real result = result_of_input(v, most, inverse_temperature, n);
        store_whole(result, to + first + own, at, left);
      }
    }
#endif
  }
}

__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) REQUIRED_SUBGROUP void backward(
    INPUT(y), INPUT(dy), OUTPUT(dx), ulong rows, ulong columns, float inverse_temperature) {
  BEGIN(y); BEGIN(dy); BEGIN(dx);
  EXCHANGE_MEMORY(by);
  NOTICE_MEMORY(on);
  EACH_ROW {
    ROW_VARIABLES
    __global const float *outputs = y + row * columns;
    __global const float *gradients = dy + row * columns;
    __global float *to = dx + row * columns;
    real held[VECTORS], held_gradients[VECTORS], lanes[PER_ITEM];
#pragma unroll
    EACH_HELD(v) {
      held[v] = load_whole(outputs + own, AT(v), left, 0.0f);
      held_gradients[v] = load_whole(gradients + own, AT(v), left, 0.0f);
    }
    clear(lanes);
#pragma unroll
    EACH_HELD(v) {
      uint k = v % PER_ITEM;
      lanes[k] = gradient_added(lanes[k], held[v], held_gradients[v]);
    }
    row_total total = with_round(&by, &on, empty_total(), lanes, 0, columns);
#ifdef MORE
    EACH_ROUND(first) {
      uint left = columns_left(row_columns, first + own);
      clear(lanes);
      EACH_VECTOR(at, k) {
        real a = load_whole(outputs + first + own, at, left, 0.0f);
        real b = load_whole(gradients + first + own, at, left, 0.0f);
        lanes[k] = gradient_added(lanes[k], a, b);
      }
      total = with_round(&by, &on, total, lanes, first, columns);
    }
#endif
    float sum = sum_of(total);
#pragma unroll
    EACH_HELD(v) {
      real result = gradient(held[v], held_gradients[v], sum, inverse_temperature);
      store_whole(result, to + own, AT(v), left);
    }
#ifdef MORE
    EACH_ROUND(first) {
      uint left = columns_left(row_columns, first + own);
      EACH_VECTOR(at, k) {
        real a = load_whole(outputs + first + own, at, left, 0.0f);
        real b = load_whole(gradients + first + own, at, left, 0.0f);
        store_whole(gradient(a, b, sum, inverse_temperature), to + first + own, at, left);
      }
    }
#endif
  }
}
