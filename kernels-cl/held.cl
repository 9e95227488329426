// Contiguous rows that stay in the registers of their work-items between the walks, so that a row is
// read once and written once. A work-group takes either TOGETHER rows, each by a team (see team.cl),
// or one row by TEAMS teams, each of which takes a segment and holds it as VECTORS vectors of each of
// its items. Where MORE is defined there are more segments than teams: the others come in rounds,
// which are read again in each walk, BATCH vectors at a time.
//
// Columns come in whole vectors: WIDTH is 1 where a row is not a multiple of it, or not aligned. No row
// has more than PARTS segments.

#if TEAMS > 1
#define ROW_OF_TEAM 0
#define SEGMENT_OF_TEAM TEAM_OF_ITEM
#else
#define ROW_OF_TEAM TEAM_OF_ITEM
#define SEGMENT_OF_TEAM 0
#endif

// The columns of an item's v-th vector, behind the first of its team's segment.
#define AT(v) (((v) * TEAM + ITEM) * WIDTH)

// Visits what a team holds.
#define EACH_HELD(v) for (uint v = 0; v < VECTORS; v++)

// Visits vectors by batches, each of whole numbers of an item's lanes, but for those that are behind
// the `left` columns of a segment.
#define BATCH (PER_ITEM > 4 ? PER_ITEM : 4)
#define EACH_BATCH(u, left)                 \
  for (uint u = 0; u < VECTORS; u += BATCH) \
    if (AT(u) < (left))
#define EACH_OF_BATCH(v, u) for (uint v = u; v < u + BATCH; v++)

// Visits the rounds of segments that are not held, each by its first column: the middle one of
// three walks goes back, as caches still hold what the first has read last.
#define ROUND (TEAMS * (ulong)SEGMENT)
#define EACH_ROUND(first) for (ulong first = ROUND; first < columns; first += ROUND)
#define EACH_ROUND_BACK(first) \
  for (ulong first = (columns - 1) / ROUND * ROUND; first > 0; first -= ROUND)

// Every item of a group goes through as many rows, as their barriers need all of them.
#define EACH_ROW                                                          \
  for (ulong first_row = get_group_id(0) * (ulong)TOGETHER; first_row < rows; \
       first_row += get_num_groups(0) * (ulong)TOGETHER)

#define ROW_VARIABLES                                                     \
  ulong row = first_row + ROW_OF_TEAM;                                    \
  ulong begin = row * columns;                                            \
  ulong own = SEGMENT_OF_TEAM * (ulong)SEGMENT;                           \
  uint left = row < rows ? columns_left(columns, own) : 0;

// How many of a segment's columns there are, given its first.
inline uint columns_left(ulong columns, ulong first) {
  return first < columns ? (uint)min(columns - first, (ulong)SEGMENT) : 0;
}

// The last of an item's vectors, given one that it has. It is read in the place of one that is absent:
// a load that hangs on nothing is on its way before the one before it is there. (Others' vectors may
// be written to meanwhile.)
inline uint last_own(uint at, uint left) {
  return at + ((left - 1 - at) & ~(TEAM * WIDTH - 1u));
}

inline real load_at(__global const float *from, uint at, uint last) {
  return *(__global const real *)(from + min(at, last));
}

inline real present(real v, uint at, uint left) {
  real nothing = 0.0f;
  return at < left ? v : nothing;
}

inline void store_present(real v, __global float *to, uint at, uint left) {
  if (at < left) {
    *(__global real *)(to + at) = v;
  }
}

// Loads what a team holds, of which the item may have nothing.
inline void load_held(real *held, __global const float *from, uint left, float absent) {
  real nothing = absent;
#pragma unroll
  EACH_HELD(v) {
    held[v] = nothing;
  }
  if (AT(0) < left) {
    uint last = last_own(AT(0), left);
#pragma unroll
    EACH_HELD(v) {
      held[v] = load_at(from, AT(v), last);
    }
  }
}

// Loads a batch, of which the item has the first.
inline void load_batch(real *few, __global const float *from, uint u, uint left) {
  uint last = last_own(AT(u), left);
#pragma unroll
  for (uint i = 0; i < BATCH; i++) {
    few[i] = load_at(from, AT(u + i), last);
  }
}

// What a row's teams tell each other: their largest, and the sum of each segment.
#if TEAMS > 1 || defined(MORE)
#define ROW_MEMORY \
  NOTICE_MEMORY(on); \
  __local float parts[PARTS];

inline float row_largest(exchange *by, notice *on, real v) {
  __local float *board = noticed(on, team_largest(by, v));
  float most = board[0];
  for (uint team = 1; team < TEAMS; team++) {
    most = larger(most, board[team]);
  }
  return most;
}

#define TELL(sum, first)                             \
  {                                                  \
    float part = sum;                                \
    if (ITEM == 0 && (first) + own < columns) {      \
      parts[(first) / SEGMENT + SEGMENT_OF_TEAM] = part; \
    }                                                \
  }

// The sum of the segments, in rising order.
#define ROW_SUM row_sum(parts, columns)
inline float row_sum(__local const float *parts, ulong columns) {
  uint segments = (columns - 1) / SEGMENT + 1;
  row_total total = empty_total();
  barrier(CLK_LOCAL_MEM_FENCE);
  for (uint s = 0; s < segments; s++) {
    total = with_segment(total, parts[s]);
  }
  // The next row's may come only when everyone has read these.
  barrier(CLK_LOCAL_MEM_FENCE);
  return sum_of(total);
}
#else
#define ROW_MEMORY float only;
#define row_largest(by, on, v) team_largest(by, v)
#define TELL(sum, first) only = sum;
#define ROW_SUM sum_of(with_segment(empty_total(), only))
#endif
