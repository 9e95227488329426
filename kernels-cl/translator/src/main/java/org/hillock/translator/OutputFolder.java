package org.hillock.translator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A folder that holds generated files and nothing else. */
final class OutputFolder {
  private final Path folder;

  OutputFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes the folder's Java files these, and no others. A file whose text is right already is left
   * alone, so that an incremental build sees no change.
   */
  void write(Map<String, String> files) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> entries = Files.walk(folder)) {
      List<Path> stale =
          entries
              .filter(Files::isRegularFile)
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> !files.containsKey(relative(file)))
              .toList();
      for (Path file : stale) {
        Files.delete(file);
      }
    }
    for (Map.Entry<String, String> entry : files.entrySet()) {
      Path file = folder.resolve(entry.getKey());
      Files.createDirectories(file.getParent());
      if (!Files.exists(file) || !Files.readString(file).equals(entry.getValue())) {
        Files.writeString(file, entry.getValue());
      }
    }
  }

  private String relative(Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }
}
