package org.hillock.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkersTest {

  @Test
  void everyPartRunsOnce() {
    for (int threads : new int[] {1, 2, 7}) {
      try (Workers workers = new Workers(threads)) {
        for (int parts : new int[] {0, 1, 2, 13, 1000}) {
          AtomicIntegerArray runs = new AtomicIntegerArray(parts);
          workers.run(parts, runs::incrementAndGet);
          assertThat(IntStream.range(0, parts).map(runs::get)).allMatch(n -> n == 1);
        }
      }
    }
  }

  @Test
  void aFailureReachesTheCallerAfterAllPartsAreDone() {
    try (Workers workers = new Workers(3)) {
      AtomicIntegerArray runs = new AtomicIntegerArray(100);
      assertThatThrownBy(
              () ->
                  workers.run(
                      100,
                      part -> {
                        runs.incrementAndGet(part);
                        if (part == 17) {
                          throw new IllegalStateException("part 17");
                        }
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("part 17");
      assertThat(IntStream.range(0, 100).map(runs::get)).allMatch(n -> n == 1);
    }
  }

  @Test
  void callsMayNestAndShareTheWorkers() {
    try (Workers workers = new Workers(2)) {
      AtomicIntegerArray runs = new AtomicIntegerArray(8 * 8);
      workers.run(8, outer -> workers.run(8, inner -> runs.incrementAndGet(8 * outer + inner)));
      assertThat(IntStream.range(0, 64).map(runs::get)).allMatch(n -> n == 1);
    }
  }

  @Test
  void behindCloseTheCallersThreadDoesTheWork() {
    Workers workers = new Workers(4);
    workers.close();
    AtomicIntegerArray runs = new AtomicIntegerArray(50);
    workers.run(50, runs::incrementAndGet);
    assertThat(IntStream.range(0, 50).map(runs::get)).allMatch(n -> n == 1);
  }

  @Test
  void anInterruptIsKeptAndAbandonsNothing() {
    try (Workers workers = new Workers(2)) {
      AtomicIntegerArray runs = new AtomicIntegerArray(64);
      Thread.currentThread().interrupt();
      workers.run(64, runs::incrementAndGet);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(IntStream.range(0, 64).map(runs::get)).allMatch(n -> n == 1);
    }
  }
}
