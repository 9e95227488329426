package org.hillock.translator;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import javax.lang.model.SourceVersion;

/**
 * Gives names in one Java method: camelCase from the source's names, with a number where one is
 * taken.
 */
final class Names {
  private final Set<String> taken = new HashSet<>();

  Names(Collection<String> reserved) {
    taken.addAll(reserved);
  }

  /** Returns a name that no one has yet. */
  String fresh(String sourceName) {
    String base = camelCase(sourceName);
    String name = base;
    for (int i = 2; SourceVersion.isKeyword(name) || !taken.add(name); i++) {
      name = base + "_" + i;
    }
    return name;
  }

  /** Turns {@code leaky_relu} into {@code leakyRelu}; a name without inner underscores stays. */
  static String camelCase(String name) {
    StringBuilder result = new StringBuilder();
    for (String part : name.split("_", -1)) {
      boolean first = result.length() == 0;
      result.append(
          first ? part : part.substring(0, Math.min(1, part.length())).toUpperCase(Locale.ROOT));
      result.append(first || part.isEmpty() ? "" : part.substring(1));
    }
    return result.length() == 0 ? "value" : result.toString();
  }

  /** Turns {@code leaky_relu} into {@code LeakyRelu}. */
  static String className(String name) {
    String camel = camelCase(name);
    return camel.substring(0, 1).toUpperCase(Locale.ROOT) + camel.substring(1);
  }
}
