// What statistics gather of a softmax's rows, with a unit of work (see unit.cl) for each row, which
// leaves a record: words that stand `rows` apart.

#define RECORDS(name) __global uint *name, ulong name##_from

#define ENTROPY 0
#define TOP 1
#define IS_COUNTED 2
#define MADE 3
#define FIRST_MADE 4

#if LOG
#define surprise(y) softmax_log_surprise(y)
#define ABSENT -INFINITY
#else
#define surprise(y) softmax_surprise(y)
#define ABSENT 0.0f
#endif

#if ITEMS == 1
#define MADE_EVENTS(name) uint name[2]
#define MADE_POINTER uint *
#define count_made(made) ((made)[0]++)
#define first_made(made, c) ((made)[1] = min((made)[1], (uint)(c)))
#else
#define MADE_EVENTS(name) __local uint name[2]
#define MADE_POINTER __local uint *
#define count_made(made) atomic_inc(made)
#define first_made(made, c) atomic_min((made) + 1, (uint)(c))
#endif

// 1 where a number is not finite, else 0.
inline real fault(real v) {
  real fault = 1.0f, none = 0.0f;
  integer exponent = as_integer(v) & 0x7f800000;
  return exponent == 0x7f800000 ? fault : none;
}

// Whether all that a row is made from is finite.
inline bool is_sound(
    SCRATCH_POINTER scratch, __global const float *x, __global const float *dy, ulong columns,
    ulong inner) {
  real faults = 0.0f;
  EACH_VECTOR(c, k, 0, columns) {
    real a = fault(load(x, c, columns, inner, 0.0f));
    real b = fault(load(dy, c, columns, inner, 0.0f));
    faults = larger(faults, a);
    faults = larger(faults, b);
  }
  return unit_largest(scratch, folded(largest, faults)) == 0.0f;
}

// The same of all rows, before the result is written over that.
__kernel void find_sound(
    INPUT(x), INPUT(dy), RECORDS(sound), ulong rows, ulong columns, ulong inner) {
  BEGIN(x); BEGIN(dy); BEGIN(sound);
  SCRATCH(scratch);
  for (ulong row = UNIT; row < rows; row += UNITS) {
    ulong first = first_of(row, columns, inner);
    bool is = is_sound(scratch, x + first, dy + first, columns, inner);
    if (ITEM == 0) {
      sound[row] = is ? 1 : 0;
    }
  }
}

// What find_sound has found, or would.
#define IS_SOUND \
  (in_place ? sound[row] != 0 : is_sound(scratch, x + first, dy + first, columns, inner))

// Leaves how many results of a row are not finite, and which is the first, if its input is.
inline void leave_made(
    MADE_POINTER made, __global const float *r, ulong columns, ulong inner, bool looked_for,
    __global uint *record, ulong rows) {
  synchronize();
  if (ITEM == 0) {
    made[0] = 0;
    made[1] = UINT_MAX;
  }
  synchronize();
  if (looked_for) {
    for (ulong c = ITEM; c < columns; c += ITEMS) {
      if ((as_uint(r[c * inner]) & 0x7f800000) == 0x7f800000) {
        count_made(made);
        first_made(made, c);
      }
    }
  }
  synchronize();
  if (ITEM == 0) {
    record[MADE * rows] = made[0];
    record[FIRST_MADE * rows] = made[1];
  }
}

__kernel void see_results(
    INPUT(y), INPUT(x), INPUT(dy), RECORDS(sound), RECORDS(records), ulong in_place, ulong rows,
    ulong columns, ulong inner) {
  BEGIN(y); BEGIN(x); BEGIN(dy); BEGIN(sound); BEGIN(records);
  SCRATCH(scratch);
  MADE_EVENTS(made);
  for (ulong row = UNIT; row < rows; row += UNITS) {
    ulong first = first_of(row, columns, inner);
    __global const float *r = y + first;
    row_total total = empty_total();
    real most = -INFINITY, faults = 0.0f;
    for (ulong s = 0; s < columns; s += SEGMENT) {
      ulong end = min(s + SEGMENT, columns);
      real lanes[PER_ITEM];
      for (uint k = 0; k < PER_ITEM; k++) {
        lanes[k] = 0.0f;
      }
      // What is absent adds +0, which changes nothing.
      EACH_VECTOR(c, k, s, end) {
        real v = load(r, c, end, inner, ABSENT);
        lanes[k] += surprise(v);
        most = larger(most, v);
#if LOG
        real bad = fault(load(r, c, end, inner, 0.0f));
        faults = larger(faults, bad);
#endif
      }
      total = with_segment(total, fold(scratch, lanes));
    }
    float entropy = sum_of(total);
    float top = unit_largest(scratch, folded(largest, most));
    float any = unit_largest(scratch, folded(largest, faults));
#if LOG
    top = of_row(exponential((real)top));
#endif
    __global uint *record = records + row;
    leave_made(made, r, columns, inner, LOG && any > 0.0f && IS_SOUND, record, rows);
    if (ITEM == 0) {
      bool counted = entropy == entropy;
      record[ENTROPY * rows] = counted ? as_uint(entropy) : 0;
      record[TOP * rows] = counted ? as_uint(top) : 0;
      record[IS_COUNTED * rows] = counted ? 1 : 0;
    }
  }
}

// Whether a tensor's segment that a row has elements of has any that is not finite: its word is not 0.
inline bool is_faulty(
    SCRATCH_POINTER scratch, __global const uint *words, ulong segment, ulong first, ulong last) {
  float any = 0.0f;
  for (ulong s = first / segment + ITEM; s <= last / segment; s += ITEMS) {
    any = words[s] != 0 ? 1.0f : any;
  }
  return unit_largest(scratch, any) > 0.0f;
}

__kernel void see_gradients(
    INPUT(dx), INPUT(x), INPUT(dy), RECORDS(sound), RECORDS(words), ulong segment,
    RECORDS(records), ulong in_place, ulong rows, ulong columns, ulong inner) {
  BEGIN(dx); BEGIN(x); BEGIN(dy); BEGIN(sound); BEGIN(words); BEGIN(records);
  SCRATCH(scratch);
  MADE_EVENTS(made);
  for (ulong row = UNIT; row < rows; row += UNITS) {
    ulong first = first_of(row, columns, inner), last = first + (columns - 1) * inner;
    // Interleaved rows may be in more segments than they have elements.
    bool look = inner >= segment || is_faulty(scratch, words, segment, first, last);
    bool looked_for = look && IS_SOUND;
    leave_made(made, dx + first, columns, inner, looked_for, records + row, rows);
    if (ITEM == 0) {
      records[IS_COUNTED * rows + row] = 0;
    }
  }
}
