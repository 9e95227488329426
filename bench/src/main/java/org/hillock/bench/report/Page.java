package org.hillock.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes a report as one page of HTML: style, scripts, the charting library and data inside. */
public final class Page {

  /** Its version is the pom's, {@code echarts.version}. */
  private static final String ECHARTS =
      "/META-INF/resources/webjars/echarts/5.5.0/echarts.common.min.js";

  /** In the order in which they build on each other. */
  private static final List<String> SCRIPTS =
      List.of(
          "words.js",
          "charts.js",
          "functions.js",
          "errors.js",
          "speed.js",
          "training.js",
          "devices.js",
          "page.js");

  private static final Pattern SLOT = Pattern.compile("/\\*\\{(\\w+)\\}\\*/");

  private Page() {}

  /**
   * The page.
   *
   * @param report what it is to show
   * @return HTML in UTF-8
   */
  public static byte[] of(Report report) {
    Map<String, String> parts =
        Map.of(
            "style", resource("style.css"),
            "echarts", resource(ECHARTS),
            "data", data(report),
            "script", String.join("\n", SCRIPTS.stream().map(Page::resource).toList()));
    Matcher slot = SLOT.matcher(resource("template.html"));
    String page = slot.replaceAll(found -> Matcher.quoteReplacement(part(parts, found.group(1))));
    return page.getBytes(StandardCharsets.UTF_8);
  }

  private static String part(Map<String, String> parts, String name) {
    String part = parts.get(name);
    if (part == null) {
      throw new IllegalStateException("template.html asks for '" + name + "'");
    }
    return part;
  }

  /**
   * JSON that may stand inside a script element: what could end it, begin a comment in it or end a
   * line of JavaScript is written by its number, which JSON allows within strings, and such
   * characters stand nowhere else.
   */
  static String data(Object value) {
    try {
      String json = new ObjectMapper().writeValueAsString(value);
      StringBuilder escaped = new StringBuilder(json.length());
      for (int i = 0; i < json.length(); i++) {
        char c = json.charAt(i);
        if ("<>&\u2028\u2029".indexOf(c) >= 0) {
          escaped.append("\\u%04x".formatted((int) c));
        } else {
          escaped.append(c);
        }
      }
      return escaped.toString();
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + name + " on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
