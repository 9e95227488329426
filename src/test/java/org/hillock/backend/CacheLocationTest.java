package org.hillock.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where the cache lies, system by system. */
class CacheLocationTest {

  private static final Map<String, String> LINUX =
      Map.of("os.name", "Linux", "user.home", "/home/ada");

  @Test
  void isWhereTheSystemHasCaches() {
    assertThat(find(LINUX, Map.of())).contains(Path.of("/home/ada/.cache/hillock"));
    assertThat(find(LINUX, Map.of("XDG_CACHE_HOME", "/scratch")))
        .contains(Path.of("/scratch/hillock"));
    assertThat(find(LINUX, Map.of("XDG_CACHE_HOME", "not/absolute")))
        .contains(Path.of("/home/ada/.cache/hillock"));
    assertThat(find(Map.of("os.name", "Mac OS X", "user.home", "/Users/ada"), Map.of()))
        .contains(Path.of("/Users/ada/Library/Caches/hillock"));
    Map<String, String> windows = Map.of("os.name", "Windows 11", "user.home", "/Users/ada");
    assertThat(find(windows, Map.of("LOCALAPPDATA", "/local")))
        .contains(Path.of("/local/hillock/cache"));
    assertThat(find(windows, Map.of())).contains(Path.of("/Users/ada/AppData/Local/hillock/cache"));
  }

  @Test
  void aUserWithoutAHomeHasNone() {
    assertThat(find(Map.of("os.name", "Linux", "user.home", "?"), Map.of())).isEmpty();
    assertThat(find(Map.of("os.name", "Linux"), Map.of())).isEmpty();
  }

  @Test
  void whatIsSaidCountsFirstThePropertyThenTheEnvironment() {
    Map<String, String> said =
        Map.of("os.name", "Linux", "user.home", "/home/ada", "hillock.cache", "/said");
    Map<String, String> environment = Map.of("HILLOCK_CACHE", "/environment");
    assertThat(find(said, environment)).contains(Path.of("/said"));
    assertThat(find(LINUX, environment)).contains(Path.of("/environment"));
    assertThat(find(LINUX, Map.of("HILLOCK_CACHE", " ")))
        .contains(Path.of("/home/ada/.cache/hillock"));
    assertThat(find(LINUX, Map.of("HILLOCK_CACHE", "off"))).isEmpty();
    assertThat(find(Map.of("hillock.cache", "off"), environment)).isEmpty();
    assertThat(find(Map.of("hillock.cache", "relative"), environment))
        .contains(Path.of("relative").toAbsolutePath());
  }

  private static Optional<Path> find(
      Map<String, String> properties, Map<String, String> environment) {
    return CacheLocation.find(properties::get, environment::get);
  }
}
