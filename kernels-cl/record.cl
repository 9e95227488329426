// What a call leaves of its statistics (see org.hillock.insight.Watch, which defines them).
//
// It leaves records in memory: one for each segment, or for each block and column, whose words stand
// `apart`: first SUMS sums, then the least and the most, then counts and firsts, packed as fields of
// BITS bits; last, where it is asked for, the sum of all results, NaN and infinity included.
// totals.cl adds records up.
//
// SUMS is 2 forward and 4 backward.

#define RESULT_SUM 0
#define SQUARE_SUM 1
#define SLOPE_SUM 2
#define GRADIENT_SUM 3
#define LEAST SUMS
#define MOST (SUMS + 1)

// The fields of a record. A slope that is not finite is lost; then so is the result.
#define ZEROS 0
#define SATURATED 1
#define NANS 2
#define INFINITIES 3
#define MADE 4
#define LOST 5
#define FIRST_NAN 6
#define FIRST_INFINITY 7
#define FIRST_MADE 8
#define FIELDS 9

#define FIELDS_BEGIN (SUMS + 2)
#define FIELDS_OF_WORD (32 / BITS)
#define FIELD_WORDS ((FIELDS + FIELDS_OF_WORD - 1) / FIELDS_OF_WORD)
#define PLAIN (FIELDS_BEGIN + FIELD_WORDS)

// No first one.
#define NOWHERE ((1u << BITS) - 1)

#define RECORDS(name) __global uint *name, ulong name##_from
