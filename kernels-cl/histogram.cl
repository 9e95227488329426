// Counts results by their power of two, that is by their biased exponent, in every so many segments of
// a tensor. A unit of work (see unit.cl) has SEGMENTS of these segments and counts them in bins of its
// own, in local memory where it is a group. Then an item for each bin puts them together.

#define BINS 256

#if ITEMS == 1
#define OWN_BINS(name) uint name[BINS]
#define count_in(bin) ((*(bin))++)
#else
#define OWN_BINS(name) __local uint name[BINS]
#define count_in(bin) atomic_inc(bin)
#endif

__kernel void count_bins(
    __global const uint *results, ulong results_from, __global uint *parts, ulong parts_from,
    ulong count, ulong every) {
  BEGIN(results); BEGIN(parts);
  OWN_BINS(bins);
  ulong step = every * SEGMENT, sampled = (count - 1) / step + 1;
  ulong units = (sampled - 1) / SEGMENTS + 1;
  for (ulong u = UNIT; u < units; u += UNITS) {
    synchronize();
    for (uint bin = ITEM; bin < BINS; bin += ITEMS) {
      bins[bin] = 0;
    }
    synchronize();
    ulong last = min((u + 1) * SEGMENTS, sampled);
    for (ulong s = u * SEGMENTS; s < last; s++) {
      ulong end = min(s * step + SEGMENT, count);
      for (ulong i = s * step + ITEM; i < end; i += ITEMS) {
        count_in(bins + (results[i] >> 23 & 0xff));
      }
    }
    synchronize();
    for (uint bin = ITEM; bin < BINS; bin += ITEMS) {
      parts[u * BINS + bin] = bins[bin];
    }
  }
}

__kernel void add_bins(
    __global const uint *parts, ulong parts_from, __global ulong *counts, ulong first,
    ulong units) {
  BEGIN(parts);
  for (ulong bin = get_global_id(0); bin < BINS; bin += get_global_size(0)) {
    ulong sum = 0;
    for (ulong u = 0; u < units; u++) {
      sum += parts[u * BINS + bin];
    }
    counts[first + bin] += sum;
  }
}
