package org.hillock.backend;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Where the user's cache folder is. */
final class CacheLocation {

  private static final String OFF = "off";

  private CacheLocation() {}

  /**
   * The folder, or nothing where caching is switched off or the user has no home.
   *
   * @param property gives a system property, or null
   * @param environment gives a variable of the environment, or null
   */
  static Optional<Path> find(
      UnaryOperator<@Nullable String> property, UnaryOperator<@Nullable String> environment) {
    for (String said :
        new @Nullable String[] {
          property.apply("hillock.cache"), environment.apply("HILLOCK_CACHE")
        }) {
      if (said != null && !said.isBlank()) {
        return said.strip().equals(OFF)
            ? Optional.empty()
            : Optional.of(Path.of(said.strip()).toAbsolutePath());
      }
    }
    return ofSystem(property, environment);
  }

  private static Optional<Path> ofSystem(
      UnaryOperator<@Nullable String> property, UnaryOperator<@Nullable String> environment) {
    Optional<Path> home = absolute(property.apply("user.home"));
    String system = String.valueOf(property.apply("os.name"));
    if (system.startsWith("Windows")) {
      return absolute(environment.apply("LOCALAPPDATA"))
          .or(() -> home.map(h -> h.resolve("AppData").resolve("Local")))
          .map(local -> local.resolve("hillock").resolve("cache"));
    }
    if (system.startsWith("Mac")) {
      return home.map(h -> h.resolve("Library").resolve("Caches").resolve("hillock"));
    }
    return absolute(environment.apply("XDG_CACHE_HOME"))
        .or(() -> home.map(h -> h.resolve(".cache")))
        .map(caches -> caches.resolve("hillock"));
  }

  /** A path that is absolute: Java knows no better home than "?" for a user without a name. */
  private static Optional<Path> absolute(@Nullable String path) {
    return Optional.ofNullable(path).map(Path::of).filter(Path::isAbsolute);
  }
}
