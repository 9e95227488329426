package org.hillock.cpu;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loops that the translator writes, of which there are two sets with the same bits: one element
 * at a time, and, by the Vector API, as many as the processor's vectors hold. The second needs the
 * module {@code jdk.incubator.vector}, which a JVM has only when it is asked for.
 */
interface Twins {

  /** The loops of the activations, by the name of the snippet. */
  Map<String, ActivationLoops> activations();

  /** The maps that the loops over rows are made of. */
  SoftmaxMaps softmaxMaps();

  /** How many elements are computed at once. */
  int lanes();

  /** out[outFrom + i] = in[inFrom + index[i]] for i from 0 to count - 1. */
  void gather(float[] in, int inFrom, int[] index, float[] out, int outFrom, int count);

  /** The scalar twins. */
  static Twins scalar() {
    return new ScalarTwins();
  }

  /**
   * The SIMD twins where the module is present, else the scalar ones; those too where the system
   * property {@code hillock.simd} is {@code off}.
   */
  static Twins best() {
    return Best.TWINS;
  }

  /**
   * The twins to take until the best ones are {@linkplain WarmUp warm}, if any: none where the best
   * ones are scalar, or where the system property {@code hillock.simd} is {@code now}, as it is by
   * itself before Java 25.
   */
  static @Nullable Twins meanwhile() {
    return Best.TWINS.lanes() == 1 || Best.MODE == Mode.NOW ? null : scalar();
  }

  /** When SIMD is used. */
  enum Mode {
    /** Never. */
    OFF,
    /** Once it is compiled. */
    WARM,
    /** From the first call on. */
    NOW;

    /**
     * The first Java on which warming up is known to do good. On 17, C2 compiles a loop that was
     * warmed up behind others so that its vectors are boxed, slower than plain Java for good; one
     * that was taken at once, it does not.
     */
    private static final int WARMS_UP = 25;

    /** What a system property asks for, or what is best where there is none. */
    static Mode of(@Nullable String property) {
      if (property == null) {
        return Runtime.version().feature() >= WARMS_UP ? WARM : NOW;
      }
      for (Mode mode : values()) {
        if (mode.name().toLowerCase(Locale.ROOT).equals(property)) {
          return mode;
        }
      }
      throw new IllegalArgumentException(
          "system property hillock.simd is \"" + property + "\"; expected off, warm or now");
    }
  }

  /** The choice, made once. */
  final class Best {

    private static final Logger LOG = LoggerFactory.getLogger(CpuBackend.class);
    private static final String MODULE = "jdk.incubator.vector";
    static final Mode MODE = Mode.of(System.getProperty("hillock.simd"));
    static final Twins TWINS = choose();

    private Best() {}

    private static Twins choose() {
      if (MODE == Mode.OFF) {
        return scalar();
      }
      if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
        LOG.info(
            "The CPU implementation runs without SIMD; the JVM's flag --add-modules={} makes it"
                + " about ten times faster, with the same bits",
            MODULE);
        return scalar();
      }
      try {
        Twins simd =
            Class.forName("org.hillock.cpu.VectorTwins")
                .asSubclass(Twins.class)
                .getDeclaredConstructor()
                .newInstance();
        // Whatever is wrong with the module shows when it is first used.
        float[] one = new float[simd.lanes()];
        simd.activations().values().forEach(a -> a.forward(one, 0, one, 0, one.length, 1));
        return simd;
      } catch (ReflectiveOperationException | LinkageError e) {
        LOG.warn("The CPU implementation runs without SIMD: {}", e.toString());
        return scalar();
      }
    }
  }
}
