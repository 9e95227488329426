package org.hillock.backend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of one kind in the cache. The time of their modification says when they were last of
 * use; other processes may add and remove files meanwhile.
 */
final class CacheFiles {

  private static final String TEMPORARY = ".part";

  /** A key's file, or a temporary one on its way there: nothing else is ever removed. */
  private static final Pattern OURS = Pattern.compile("[0-9a-f]{64}(\\.\\d+" + TEMPORARY + ")?");

  /** How exactly the last use is known, so that few reads write. */
  private static final Duration EXACTLY = Duration.ofHours(1);

  /** At this age a temporary file was left behind by a process that died. */
  private static final Duration LEFT_BEHIND = Duration.ofHours(1);

  private CacheFiles() {}

  /** A file, its size and its last use. */
  private record Entry(Path path, long bytes, Instant used) {

    boolean temporary() {
      return path.toString().endsWith(TEMPORARY);
    }
  }

  /** Writes a file whole or not at all; only its owner may read it. */
  static void write(Path file, byte[] content) throws IOException {
    Path temporary = Files.createTempFile(file.getParent(), file.getFileName() + ".", TEMPORARY);
    try {
      Files.write(temporary, content);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Notes that a file was of use, as far as that can be done. */
  static void touch(Path file) {
    Instant now = Instant.now();
    try {
      if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(EXACTLY))) {
        Files.setLastModifiedTime(file, FileTime.from(now));
      }
    } catch (IOException e) {
      // It is read-only, or gone by now: then it is removed before its turn, at worst.
    }
  }

  /** Removes the files that were longest of no use until the others are no larger than a limit. */
  static void prune(Path folder, long mostBytes) throws IOException {
    List<Entry> entries = list(folder);
    entries.sort(Comparator.comparing(Entry::used).reversed());
    Instant old = Instant.now().minus(LEFT_BEHIND);
    long bytes = 0;
    for (Entry entry : entries) {
      bytes += entry.bytes();
      if (bytes > mostBytes || (entry.temporary() && entry.used().isBefore(old))) {
        Files.deleteIfExists(entry.path());
      }
    }
  }

  /** How many files there are and what they hold. */
  static UserCache.Usage usage(Path folder) throws IOException {
    List<Entry> entries = list(folder);
    return new UserCache.Usage(entries.size(), entries.stream().mapToLong(Entry::bytes).sum());
  }

  /** Removes all files. */
  static void clear(Path folder) throws IOException {
    for (Entry entry : list(folder)) {
      Files.deleteIfExists(entry.path());
    }
  }

  private static List<Entry> list(Path folder) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (Stream<Path> paths = Files.list(folder)) {
      for (Path path : paths.toList()) {
        if (!OURS.matcher(path.getFileName().toString()).matches()) {
          continue;
        }
        try {
          BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
          entries.add(new Entry(path, file.size(), file.lastModifiedTime().toInstant()));
        } catch (NoSuchFileException e) {
          // Another process has just removed it.
        }
      }
    }
    return entries;
  }
}
