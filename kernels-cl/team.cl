// Teams: TEAM neighbouring work-items of a group that take a segment of a row together, each with
// every TEAM-th vector of WIDTH of its columns, and how they put their numbers together.
//
// An item passes a number on to the one whose place in the team differs in one bit. Both add, so
// all items of a team end up with the same sum, and they got it by the tree that the definition
// names (see org.hillock.op.Softmax): the order of two operands makes no difference.
//
// SUBGROUP items that are neighbours exchange numbers by their registers: define EXCHANGE_PTX or
// EXCHANGE_INTEL. All others, and all where SUBGROUP is 1, do so by local memory.

// The lanes of a segment that an item has, in vectors: its v-th vector of columns belongs to lane
// vector v % PER_ITEM, as PER_ITEM * TEAM * WIDTH = LANES.
#define PER_ITEM (LANES / (TEAM * WIDTH))

// A group is TOGETHER rows of TEAMS teams.
#define GROUP (TEAM * TEAMS * TOGETHER)

#define ITEM ((uint)get_local_id(0) % TEAM)
#define TEAM_OF_ITEM ((uint)get_local_id(0) / TEAM)

// Local memory for exchanges: two sides in turn, so that one barrier is enough for each.
#define EXCHANGE_MEMORY(name)                                 \
  __local float name##_memory[SUBGROUP < TEAM ? 2 * GROUP * WIDTH : 1]; \
  exchange name = {name##_memory, 0};

typedef struct {
  __local float *memory;
  uint side;
} exchange;

#ifdef EXCHANGE_INTEL
#define REQUIRED_SUBGROUP __attribute__((intel_reqd_sub_group_size(SUBGROUP)))
#else
#define REQUIRED_SUBGROUP
#endif

#if defined(EXCHANGE_PTX)
inline float shuffled(float v, uint reach) {
  float other;
  asm volatile("shfl.sync.bfly.b32 %0, %1, %2, 0x1f, 0xffffffff;"
               : "=f"(other)
               : "f"(v), "r"(reach));
  return other;
}
#elif defined(EXCHANGE_INTEL)
#pragma OPENCL EXTENSION cl_intel_subgroups : enable
#define shuffled(v, reach) intel_sub_group_shuffle_xor(v, reach)
#else
#define shuffled(v, reach) (v)
#endif

inline float exchanged_float(exchange *by, float v, uint reach) {
  if (reach < SUBGROUP) {
    return shuffled(v, reach);
  }
  uint item = get_local_id(0);
  __local float *area = by->memory + by->side * (GROUP * WIDTH);
  by->side ^= 1;
  area[item] = v;
  barrier(CLK_LOCAL_MEM_FENCE);
  return area[item ^ reach];
}

#if WIDTH == 1
#define exchanged(by, v, reach) exchanged_float(by, v, reach)
#else
inline real exchanged(exchange *by, real v, uint reach) {
  if (reach < SUBGROUP) {
    real other;
    other.s0 = shuffled(v.s0, reach);
    other.s1 = shuffled(v.s1, reach);
#if WIDTH == 4
    other.s2 = shuffled(v.s2, reach);
    other.s3 = shuffled(v.s3, reach);
#endif
    return other;
  }
  uint item = get_local_id(0);
  __local float *area = by->memory + by->side * (GROUP * WIDTH);
  by->side ^= 1;
  to_array(v, area + item * WIDTH);
  barrier(CLK_LOCAL_MEM_FENCE);
  return from_array(area + (item ^ reach) * WIDTH);
}
#endif

// The largest of the items' numbers.
inline float team_largest(exchange *by, real v) {
  float most = folded(largest, v);
#pragma unroll
  for (uint reach = TEAM / 2; reach > 0; reach /= 2) {
    float other = exchanged_float(by, most, reach);
    most = larger(most, other);
  }
  return most;
}

// The sum of the lanes.
inline float team_sum(exchange *by, real *lanes) {
#pragma unroll
  for (uint reach = PER_ITEM / 2; reach > 0; reach /= 2) {
#pragma unroll
    for (uint k = 0; k < PER_ITEM / 2; k++) {
      if (k < reach) {
        lanes[k] += lanes[k + reach];
      }
    }
  }
  real v = lanes[0];
#pragma unroll
  for (uint reach = TEAM / 2; reach > 0; reach /= 2) {
    v += exchanged(by, v, reach);
  }
  return folded(sum, v);
}

inline void clear(real *lanes) {
#pragma unroll
  for (uint k = 0; k < PER_ITEM; k++) {
    lanes[k] = 0.0f;
  }
}

// What each team of a row has, for all of them to see: two sides in turn again.
typedef struct {
  __local float *memory;
  uint side;
} notice;

#define NOTICE_MEMORY(name)             \
  __local float name##_memory[2 * TEAMS]; \
  notice name = {name##_memory, 0};

inline __local float *noticed(notice *on, float v) {
  __local float *board = on->memory + on->side * TEAMS;
  on->side ^= 1;
  if (ITEM == 0) {
    board[TEAM_OF_ITEM] = v;
  }
  barrier(CLK_LOCAL_MEM_FENCE);
  return board;
}
