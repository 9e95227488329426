package org.hillock.bench.accuracy;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hillock.op.Activation;

/**
 * What was measured of many functions.
 *
 * @param format of this record
 * @param howJudged in words
 * @param functions in the catalogue's order
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Certificate(int format, String howJudged, List<FunctionCertificate> functions) {

  static final int FORMAT = 1;

  static final String HOW_JUDGED =
      "Every input counted in the table is computed on the device and judged by the meaning"
          + " in double precision, the first judge (src/main/java/org/hillock/op/Activation.java)."
          + " The second judge is the formula of the table, parsed and evaluated in decimal"
          + " arithmetic of 100 digits or more, its slope by exact differentiation, until two"
          + " precisions agree to 30 digits. It judges again the 64 worst inputs, the 512 inputs on"
          + " either side of every root of the function (where the first judge's error is not small"
          + " in ULP), and 512 others: 256 drawn from all bit patterns and 256 from those more than"
          + " 1/4 ULP off. The max ULP is the largest error among those, by the second judge. For"
          + " all other inputs the bound is an estimate by the sample, not a proof: the 64th worst"
          + " error by the first judge, plus the largest error of the first judge itself that the"
          + " second came upon (around roots, on the rims of the neighbourhoods). Mean, shares and"
          + " counts are the first judge's; the count above 1 ULP leaves out those of its worst"
          + " that the second acquits. At an input where the formula has no number (NaN, the"
          + " infinities, what overflows) the first judge's word stands. An ULP is the spacing of"
          + " float32 at the truth, 2^-149 at the least; a wrong NaN, infinity or sign of zero is a"
          + " fault. Backward is the slope, dy = 1: dx = dy times slope adds one rounding. Results"
          + " were compared bit by bit with those of the other devices of the machine, as many as a"
          + " tenth of the time allowed: the shares given.";

  Certificate {
    functions = functions == null ? List.of() : functions;
  }

  static Certificate empty() {
    return of(List.of());
  }

  static Certificate of(List<FunctionCertificate> functions) {
    return new Certificate(FORMAT, HOW_JUDGED, functions);
  }

  Optional<FunctionCertificate> find(Functions.Function function) {
    return functions.stream().filter(f -> f.key().equals(function.key())).findFirst();
  }

  /** This with one function more, or in another one's place. */
  Certificate with(FunctionCertificate certificate) {
    List<FunctionCertificate> all = new ArrayList<>(functions);
    all.removeIf(f -> f.key().equals(certificate.key()));
    all.add(certificate);
    all.sort(
        Comparator.comparingInt(Certificate::ordinal)
            .thenComparing(f -> !f.op().equals(f.activation()))
            .thenComparing(f -> f.parameter() == null ? 0f : f.parameter())
            .thenComparing(FunctionCertificate::direction));
    return of(all);
  }

  private static int ordinal(FunctionCertificate certificate) {
    List<String> names = Stream.of(Activation.values()).map(Enum::name).toList();
    return Math.floorMod(names.indexOf(certificate.activation()), names.size() + 1);
  }
}
