package org.hillock.bench.experiment;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** The handwritten digits of {@code digits.csv.gz}; {@code digits.txt} says whose they are. */
final class Digits {

  private static final int FEATURES = 64;

  /** The first so many are learned from; the other 357 judge. */
  private static final int TRAIN = 1440;

  private Digits() {}

  /** Reads the images; a pixel goes from -1 to 1. */
  static Data read() {
    List<String> lines = lines();
    return new Data(
        "digits",
        FEATURES,
        10,
        part(lines.subList(0, TRAIN)),
        part(lines.subList(TRAIN, lines.size())));
  }

  private static List<String> lines() {
    try (InputStream packed =
            Objects.requireNonNull(Digits.class.getResourceAsStream("digits.csv.gz"));
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(packed), StandardCharsets.US_ASCII))) {
      return reader.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Data.Part part(List<String> lines) {
    float[] x = new float[lines.size() * FEATURES];
    int[] labels = new int[lines.size()];
    for (int i = 0; i < labels.length; i++) {
      String[] numbers = lines.get(i).split(",", -1);
      for (int pixel = 0; pixel < FEATURES; pixel++) {
        x[i * FEATURES + pixel] = Integer.parseInt(numbers[pixel]) / 8f - 1;
      }
      labels[i] = Integer.parseInt(numbers[FEATURES]);
    }
    return new Data.Part(x, labels);
  }
}
