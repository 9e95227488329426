// The sums of columns of a result that is there already.
__kernel void column_sums(
    INPUT(r), RECORDS(records), ulong rows, ulong columns, ulong block) {
  BEGIN(r); BEGIN(records);
  EACH_COLUMN {
    COLUMN_VARIABLES
    real plain[ABREAST];
    EACH_ABREAST(m) {
      plain[m] = 0.0f;
    }
    EACH_ROWS(row) EACH_ABREAST(m) {
      real taken[TOGETHER];
      take(taken, r, row, end, AT(m), columns);
#pragma unroll
      for (uint v = 0; v < TOGETHER; v++) {
        plain[m] = row + v < end ? plain[m] + taken[v] : plain[m];
      }
    }
    EACH_ABREAST(m) {
      store(plain[m], (__global float *)records + of * columns, AT(m), columns, 1);
    }
  }
}
