package org.hillock.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PageTest {

  private static final String AWKWARD =
      "</script><!-- <script> & \" ' \\ $1 /*{style}*/ \u2028\u2029 ∞ ·";

  private static String page(String choice) {
    Machine machine =
        new Machine(
            "hillock", "today", "Java", "an OS", 2, true, "cpu", choice, List.of(), List.of(),
            null);
    Report report =
        new Report(
            machine,
            Curves.ofTheCatalogue(),
            new Errors(2).result(),
            List.of(),
            List.of(),
            null,
            null);
    return new String(Page.of(report), StandardCharsets.UTF_8);
  }

  private static String data(String page) {
    Matcher data =
        Pattern.compile("<script type=\"application/json\" id=\"data\">(.*?)</script>")
            .matcher(page);
    assertThat(data.find()).isTrue();
    return data.group(1);
  }

  @Test
  void dataArriveAsTheyAreAndEndNoElement() throws IOException {
    String page = page(AWKWARD);
    String json = data(page);
    assertThat(json).doesNotContain("<", ">", "&", "\u2028", "\u2029");
    JsonNode tree = new ObjectMapper().readTree(json);
    assertThat(tree.at("/machine/choice").textValue()).isEqualTo(AWKWARD);
    assertThat(tree.at("/errors/found/0/by/naive")).isNotEmpty();
  }

  @Test
  void nothingIsFetched() {
    String page = page("");
    assertThat(page).contains("Content-Security-Policy", "default-src 'none'");
    assertThat(page).doesNotContainPattern("(?i)\\b(src|href)\\s*=\\s*[\"']?https?:");
    assertThat(page).doesNotContainPattern("(?i)@import|url\\(\\s*[\"']?https?:");
  }

  @Test
  void everySlotIsFilled() {
    String page = page("");
    assertThat(page).doesNotContainPattern("/\\*\\{\\w+\\}\\*/");
    assertThat(page).contains("Licensed to the Apache Software Foundation", "function drawCharts(");
    // Three scripts, no more: none of them holds the end of one.
    assertThat(page.split("</script>", -1)).hasSize(4);
  }
}
