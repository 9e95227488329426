// Whether the items of a team exchange numbers as team.cl says: item i offers i + 1, alone and as a
// vector. What it gets over a reach stands in `answers` from 2 * reach groups of numbers on.

__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) REQUIRED_SUBGROUP void probe(
    __global float *answers) {
  EXCHANGE_MEMORY(by);
  uint item = get_local_id(0);
  float number = item + 1;
  real vector = number;
#pragma unroll
  for (uint reach = TEAM / 2; reach > 0; reach /= 2) {
    answers[2 * reach * GROUP + item] = exchanged_float(&by, number, reach);
    answers[(2 * reach + 1) * GROUP + item] = folded(sum, exchanged(&by, vector, reach));
  }
}
