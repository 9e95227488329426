package org.hillock.bench.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code hillock peers} found: other libraries beside ours, on the CPU.
 *
 * @param threads the number of threads that each had
 * @param peers what is known of each library, by its short name
 * @param cells what was timed
 */
public record Peers(int threads, Map<String, String> peers, List<Cell> cells) {

  /** Checks. */
  public Peers {
    JsonFile.checkNotEmpty("peers", peers == null ? null : peers.keySet());
    JsonFile.checkNotEmpty("cells", cells);
  }

  /**
   * One call.
   *
   * @param op the operation, or {@code COPY}
   * @param direction forward or backward
   * @param shape the shape of the data
   * @param outcomes what came of it
   */
  public record Cell(String op, String direction, String shape, List<Outcome> outcomes) {

    /** Checks. */
    public Cell {
      JsonFile.checkThere("op", op);
      JsonFile.checkThere("direction", direction);
      JsonFile.checkThere("shape", shape);
      JsonFile.checkNotEmpty("outcomes", outcomes);
    }
  }

  /**
   * What came of a call to one library.
   *
   * @param peer which
   * @param gbps 10^9 bytes a second; null where the library has no such operation
   */
  public record Outcome(String peer, @Nullable Double gbps) {}

  /**
   * Reads what the command wrote.
   *
   * @param file from {@code --json}
   * @return the comparison
   * @throws IOException when the file cannot be read or does not hold one; the message says why
   */
  public static Peers read(Path file) throws IOException {
    return JsonFile.read(file, Peers.class);
  }
}
