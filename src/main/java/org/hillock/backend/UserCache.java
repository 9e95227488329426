package org.hillock.backend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Small files in the user's cache folder: what takes long to find out and can be found out again.
 * Each belongs to a kind, which is a subfolder, and a key, which is any text. What is read is what
 * was written, or nothing: a file that is damaged or does not fit counts as absent. Several
 * processes may share a folder.
 *
 * <p>Nothing here fails: without a folder that can be written to, nothing is kept, and one line in
 * the log says so. A folder that belongs to someone else or that others may write to is not used.
 *
 * <p>A kind keeps at most 256 MiB; what was longest not read goes first.
 */
public final class UserCache {

  private static final Logger LOG = LoggerFactory.getLogger(UserCache.class);

  private static final long MOST_BYTES = 256L << 20;

  private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9-]*");

  /** What the log has a line about: each folder at most once. */
  private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

  private final @Nullable Path folder;
  private final long mostBytes;

  /**
   * What a cache holds.
   *
   * @param files the number of its files
   * @param bytes the bytes in them
   */
  public record Usage(long files, long bytes) {}

  UserCache(@Nullable Path folder, long mostBytes) {
    this.folder = folder;
    this.mostBytes = mostBytes;
  }

  /**
   * The cache of this user. Its folder is what the system property {@code hillock.cache} says, else
   * the environment's {@code HILLOCK_CACHE}, else {@code hillock} in the place that the operating
   * system has for caches ({@code $XDG_CACHE_HOME} or {@code ~/.cache}, {@code ~/Library/Caches},
   * {@code %LOCALAPPDATA%}). The word {@code off} in place of a folder switches caching off.
   *
   * @return the cache, which may be off
   */
  public static UserCache standard() {
    try {
      return new UserCache(
          CacheLocation.find(System::getProperty, System::getenv).orElse(null), MOST_BYTES);
    } catch (RuntimeException e) {
      say("any folder", e.toString());
      return off();
    }
  }

  /**
   * A cache in a folder.
   *
   * @param folder created when something is first written
   * @return the cache
   */
  public static UserCache in(Path folder) {
    return new UserCache(folder.toAbsolutePath(), MOST_BYTES);
  }

  /**
   * A cache that keeps nothing.
   *
   * @return the cache
   */
  public static UserCache off() {
    return new UserCache(null, 0);
  }

  /**
   * Where files are kept.
   *
   * @return the folder, which need not be there yet; empty when caching is off
   */
  public Optional<Path> folder() {
    return Optional.ofNullable(folder);
  }

  /**
   * What was last written.
   *
   * @param kind what sort of content it is: lower-case letters, digits and {@code -}
   * @param key any text
   * @return the content; empty when there is none that fits
   */
  public Optional<byte[]> read(String kind, String key) {
    Path place = place(kind);
    if (place == null) {
      return Optional.empty();
    }
    Path file = place.resolve(CacheFile.name(key));
    try {
      if (!Files.exists(file) || !trusted(place)) {
        return Optional.empty();
      }
      Optional<byte[]> content = CacheFile.decode(kind, key, Files.readAllBytes(file));
      if (content.isPresent()) {
        CacheFiles.touch(file);
      } else {
        LOG.debug("{} is damaged or does not fit, and is removed", file);
        Files.deleteIfExists(file);
      }
      return content;
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      say(e.toString());
      return Optional.empty();
    }
  }

  /**
   * Keeps something, in place of what was there.
   *
   * @param kind as for reading
   * @param key as for reading
   * @param content what to keep
   */
  public void write(String kind, String key, byte[] content) {
    Path place = place(kind);
    byte[] file = CacheFile.encode(kind, key, content);
    if (place == null || file.length > mostBytes) {
      return;
    }
    try {
      PrivateFolder.create(place);
      if (trusted(place)) {
        CacheFiles.write(place.resolve(CacheFile.name(key)), file);
        CacheFiles.prune(place, mostBytes);
      }
    } catch (IOException | RuntimeException e) {
      say(e.toString());
    }
  }

  /**
   * How much is kept.
   *
   * @return the number of files, of all kinds, and the bytes in them
   * @throws IOException when the folder cannot be read
   */
  public Usage usage() throws IOException {
    long files = 0;
    long bytes = 0;
    for (Path place : places()) {
      Usage usage = CacheFiles.usage(place);
      files += usage.files();
      bytes += usage.bytes();
    }
    return new Usage(files, bytes);
  }

  /**
   * Removes every file of the cache, and nothing else that may lie in its folder.
   *
   * @throws IOException when one cannot be removed
   */
  public void clear() throws IOException {
    for (Path place : places()) {
      CacheFiles.clear(place);
    }
  }

  private @Nullable Path place(String kind) {
    if (!KIND.matcher(kind).matches()) {
      throw new IllegalArgumentException(
          "kind is \"%s\"; expected lower-case letters, digits and -".formatted(kind));
    }
    return folder == null ? null : folder.resolve(kind);
  }

  private List<Path> places() throws IOException {
    if (folder != null && Files.isDirectory(folder)) {
      try (Stream<Path> paths = Files.list(folder)) {
        return paths
            .filter(path -> KIND.matcher(path.getFileName().toString()).matches())
            .filter(Files::isDirectory)
            .toList();
      }
    }
    return List.of();
  }

  /** Whether both the folder and that of a kind are the user's alone. */
  private boolean trusted(Path place) throws IOException {
    for (Path checked : new Path[] {place.getParent(), place}) {
      String objection = PrivateFolder.objection(checked);
      if (!objection.isEmpty()) {
        say(objection);
        return false;
      }
    }
    return true;
  }

  private void say(String why) {
    say(String.valueOf(folder), why);
  }

  private static void say(String folder, String why) {
    if (SAID.add(folder)) {
      LOG.info("Nothing is cached in {}: {}", folder, why);
    } else {
      LOG.debug("Nothing is cached in {}: {}", folder, why);
    }
  }
}
