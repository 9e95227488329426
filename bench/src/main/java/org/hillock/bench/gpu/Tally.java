package org.hillock.bench.gpu;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The times of each contestant on a piece of work, as they come in. */
final class Tally {

  private final Map<String, List<Double>> nanos = new LinkedHashMap<>();
  private final Map<String, String> why = new LinkedHashMap<>();

  /** Adds a turn of so many calls. */
  void add(String contestant, long time, int calls) {
    nanos.computeIfAbsent(contestant, id -> new ArrayList<>()).add((double) time / calls);
  }

  /** Says why a contestant has no time. */
  void missing(String contestant, @Nullable String reason) {
    nanos.remove(contestant);
    why.put(contestant, String.valueOf(reason));
  }

  /** What came of it. */
  CellResult result(Work work, @Nullable String family, int sets, int calls) {
    Map<String, Quartiles> micros = new LinkedHashMap<>();
    nanos.forEach((id, all) -> micros.put(id, quartiles(all)));
    Quartiles ours = micros.get(CellResult.HILLOCK);
    Quartiles copy = micros.get(CellResult.COPY);
    Double gbps = ours == null ? null : work.bytes() / (1e3 * ours.median());
    double copied = 2.0 * Float.BYTES * work.shape().size();
    Double ofCopy = gbps == null || copy == null ? null : gbps * 1e3 * copy.median() / copied;
    return new CellResult(
        work.name(),
        work.direction(),
        work.place(),
        work.rows(),
        work.shape().size() / work.rows(),
        family,
        sets,
        calls,
        nanos.getOrDefault(CellResult.HILLOCK, List.of()).size(),
        micros,
        gbps,
        ofCopy,
        why);
  }

  private static Quartiles quartiles(List<Double> nanos) {
    return Quartiles.of(nanos.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
