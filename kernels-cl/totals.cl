// Adds up the records of a call (see seen.cl), and adds that to what was gathered before. A group has
// ACROSS neighbouring units, each of which DEEP work-items read the records of; a single work-item,
// where both are 1, has a vector of units. Many groups do one number each, of the same units.
//
// The numbers of a unit are dealt out to TOTAL_LANES lanes, of which an item has every DEEP-th; a
// lane adds its numbers in two floats, and the lanes are folded as a tree, as
// org.hillock.insight.Watch says.

#define GROUP (ACROSS * DEEP)
#define PER_ITEM (TOTAL_LANES / DEEP)

#if GROUP == 1
#define BUNDLE get_global_id(0)
#define BUNDLES get_global_size(0)
#define PLACE 0
#define DEPTH 0
#define synchronize()
#else
#define BUNDLE get_group_id(0)
#define BUNDLES get_num_groups(0)
#define PLACE ((uint)get_local_id(0) % ACROSS)
#define DEPTH ((uint)get_local_id(0) / ACROSS)
#define synchronize() barrier(CLK_LOCAL_MEM_FENCE)
#endif

// A sum, and beside it what its additions round off, which Knuth's two-sum finds exactly.
typedef struct {
  real sum, lost;
} two_floats;

// What the resident state has of each unit: numbers, of which those of a kind are neighbours, and
// counts, behind which there are the bins of the histogram.
#define PIVOTS 0
#define SUM_PAIRS 1
#define LEASTS 13
#define MOSTS 14
#define ROWS_SEEN 6
#define FIRSTS 7
#define CALLS 10
#define BINS 13

inline two_floats nothing_yet() {
  two_floats t;
  t.sum = 0.0f;
  t.lost = 0.0f;
  return t;
}

inline two_floats with(two_floats t, real part, real part_lost) {
  two_floats next;
  next.sum = t.sum + part;
  real shift = next.sum - t.sum;
  next.lost = (t.lost + ((t.sum - (next.sum - shift)) + (part - shift))) + part_lost;
  return next;
}

// The total of a unit's numbers, for the item that is its first.
inline two_floats total(
    __local float *scratch, __global const float *numbers, ulong unit, ulong units, ulong count) {
  two_floats lanes[PER_ITEM];
#pragma unroll 4
  for (uint p = 0; p < PER_ITEM; p++) {
    lanes[p] = nothing_yet();
  }
  ulong end = unit < units ? count : 0;
  for (ulong first = 0; first < end; first += TOTAL_LANES) {
#pragma unroll 4
    for (uint p = 0; p < PER_ITEM; p++) {
      ulong i = first + p * DEEP + DEPTH;
      if (i < end) {
        lanes[p] = with(lanes[p], load(numbers + i * units, unit, units, 1, 0.0f), (real)0.0f);
      }
    }
  }
#pragma unroll 2
  for (uint reach = PER_ITEM / 2; reach > 0; reach /= 2) {
#pragma unroll 2
    for (uint p = 0; p < reach; p++) {
      lanes[p] = with(lanes[p], lanes[p + reach].sum, lanes[p + reach].lost);
    }
  }
#if GROUP > 1
  uint item = get_local_id(0);
  scratch[item] = lanes[0].sum;
  scratch[GROUP + item] = lanes[0].lost;
  synchronize();
  for (uint reach = GROUP / 2; reach >= ACROSS; reach /= 2) {
    if (item < reach) {
      lanes[0] = with(lanes[0], scratch[item + reach], scratch[GROUP + item + reach]);
      scratch[item] = lanes[0].sum;
      scratch[GROUP + item] = lanes[0].lost;
    }
    synchronize();
  }
#endif
  return lanes[0];
}

#if GROUP == 1
#define TOTAL_SCRATCH(name) __local float *name = 0
#else
#define TOTAL_SCRATCH(name) __local float name[2 * GROUP]
#endif

// Every job is a number of all units: its records are one word further than those of the job before.
#define EACH_JOB(jobs)                                                  \
  ulong bundles = (units - 1) / (ACROSS * WIDTH) + 1;                   \
  for (ulong n = BUNDLE; n < (jobs) * bundles; n += BUNDLES)

#define JOB_VARIABLES                                                   \
  ulong job = n / bundles, unit = (n % bundles * ACROSS + PLACE) * WIDTH;

// Adds to the sums from one on.
__kernel void add_sums(
    RECORDS(records), __global float *numbers, ulong first, ulong jobs, ulong units, ulong count) {
  BEGIN(records);
  TOTAL_SCRATCH(scratch);
  EACH_JOB(jobs) {
    JOB_VARIABLES
    __global const float *words = (__global const float *)records + job * count * units;
    two_floats t = total(scratch, words, unit, units, count);
    if (DEPTH == 0 && unit < units) {
      __global float *sums = numbers + (SUM_PAIRS + 2 * (first + job)) * units;
      two_floats before;
      before.sum = load(sums, unit, units, 1, 0.0f);
      before.lost = load(sums + units, unit, units, 1, 0.0f);
      t = with(before, t.sum, t.lost);
      store(t.sum, sums, unit, units, 1);
      store(t.lost, sums + units, unit, units, 1);
    }
  }
}

// The sums of columns, which are the gradient of the bias. Where a sum overflows, what was lost is NaN
// and does not count.
__kernel void write_gradient(
    RECORDS(records), OUTPUT(gradient), ulong units, ulong count) {
  BEGIN(records); BEGIN(gradient);
  TOTAL_SCRATCH(scratch);
  EACH_JOB(1) {
    JOB_VARIABLES
    two_floats t = total(scratch, (__global const float *)records, unit, units, count);
    t = with(nothing_yet(), t.sum, t.lost);
    real both = t.sum + t.lost;
    real rounded = t.lost == t.lost ? both : t.sum;
    if (DEPTH == 0 && unit < units) {
      store(rounded, gradient, unit, units, 1);
    }
  }
}

#if BITS == 16
#define INDEX(i, field, unit) ((i) * SEGMENT + (field))
#else
#define INDEX(i, field, unit) (((i) * ROWS_OF_BLOCK + (field)) * units + (unit))
#endif

// Counts and firsts of a unit's records.
typedef struct {
  ulong counts[FIRST_NAN], firsts[FIELDS - FIRST_NAN];
  float least, most;
} tally;

inline tally no_tally() {
  tally t;
  for (uint f = 0; f < FIELDS; f++) {
    if (f < FIRST_NAN) {
      t.counts[f] = 0;
    } else {
      t.firsts[f - FIRST_NAN] = ULONG_MAX;
    }
  }
  t.least = INFINITY;
  t.most = -INFINITY;
  return t;
}

// The tally of a record, the first of whose words behind the sums this is.
inline tally tally_of(__global const uint *record, ulong apart, ulong i, ulong unit, ulong units) {
  tally t;
  t.least = as_float(record[0]);
  t.most = as_float(record[apart]);
  for (uint f = 0; f < FIELDS; f++) {
    uint word = record[(FIELDS_BEGIN - SUMS + f / FIELDS_OF_WORD) * apart];
    uint field = word >> (f % FIELDS_OF_WORD * BITS) & NOWHERE;
    if (f < FIRST_NAN) {
      t.counts[f] = field;
    } else {
      t.firsts[f - FIRST_NAN] = field == NOWHERE ? ULONG_MAX : INDEX(i, field, unit);
    }
  }
  return t;
}

inline tally together(tally t, tally other) {
  for (uint f = 0; f < FIELDS; f++) {
    if (f < FIRST_NAN) {
      t.counts[f] += other.counts[f];
    } else {
      t.firsts[f - FIRST_NAN] = min(t.firsts[f - FIRST_NAN], other.firsts[f - FIRST_NAN]);
    }
  }
  t.least = other.least < t.least ? other.least : t.least;
  t.most = other.most > t.most ? other.most : t.most;
  return t;
}

// Adds a tally to what was gathered of a unit.
inline void add_tally(
    tally t, __global float *numbers, __global ulong *counts, ulong unit, ulong units,
    ulong call) {
  for (uint f = 0; f < FIELDS; f++) {
    if (f < FIRST_NAN) {
      counts[f * units + unit] += t.counts[f];
    } else {
      __global ulong *first = counts + (FIRSTS + f - FIRST_NAN) * units + unit;
      if (*first == ULONG_MAX && t.firsts[f - FIRST_NAN] != ULONG_MAX) {
        *first = t.firsts[f - FIRST_NAN];
        first[(CALLS - FIRSTS) * units] = call;
      }
    }
  }
  __global float *least = numbers + LEASTS * units + unit, *most = numbers + MOSTS * units + unit;
  *least = t.least < *least ? t.least : *least;
  *most = t.most > *most ? t.most : *most;
}

// Adds to the counts, the firsts and the extremes, from the words behind the sums.
__kernel void add_counts(
    RECORDS(records), __global float *numbers, __global ulong *counts, ulong units, ulong count,
    ulong call) {
  BEGIN(records);
#if GROUP > 1
  __local tally scratch[GROUP];
#endif
  EACH_JOB(1) {
    JOB_VARIABLES
    for (uint w = 0; w < WIDTH; w++, unit++) {
      ulong end = unit < units ? count : 0;
      tally t = no_tally();
      for (ulong i = DEPTH; i < end; i += DEEP) {
        t = together(t, tally_of(records + i * units + unit, count * units, i, unit, units));
      }
#if GROUP > 1
      uint item = get_local_id(0);
      scratch[item] = t;
      synchronize();
      for (uint reach = GROUP / 2; reach >= ACROSS; reach /= 2) {
        if (item < reach) {
          t = together(t, scratch[item + reach]);
          scratch[item] = t;
        }
        synchronize();
      }
#endif
      if (DEPTH == 0 && unit < units) {
        add_tally(t, numbers, counts, unit, units, call);
      }
    }
  }
}

// Forgets everything.
__kernel void clear(__global float *numbers, __global ulong *counts, ulong units, ulong bins) {
  for (ulong u = get_global_id(0); u < units; u += get_global_size(0)) {
    for (uint w = PIVOTS; w < LEASTS; w++) {
      numbers[w * units + u] = 0.0f;
    }
    numbers[LEASTS * units + u] = INFINITY;
    numbers[MOSTS * units + u] = -INFINITY;
    for (uint w = 0; w < BINS; w++) {
      counts[w * units + u] = w < FIRSTS ? 0 : ULONG_MAX;
    }
  }
  for (ulong bin = get_global_id(0); bin < bins; bin += get_global_size(0)) {
    counts[BINS * units + bin] = 0;
  }
}
