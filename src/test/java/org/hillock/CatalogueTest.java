package org.hillock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hillock.op.Activation;
import org.junit.jupiter.api.Test;

/**
 * An activation is two edits: a constant of the catalogue and a snippet. Here it shows when one is
 * forgotten.
 */
class CatalogueTest {

  private static final Path SNIPPETS = Path.of("../kernels-cl/activation");

  @Test
  void everyActivationHasASnippetAndEverySnippetAnActivation() throws IOException {
    Set<String> constants =
        Arrays.stream(Activation.values())
            .map(Activation::snippet)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> snippets;
    try (Stream<Path> files = Files.list(SNIPPETS)) {
      snippets =
          files
              .map(file -> file.getFileName().toString().replaceFirst("\\.cl$", ""))
              .collect(Collectors.toCollection(TreeSet::new));
    }
    Set<String> withoutSnippet = new TreeSet<>(constants);
    withoutSnippet.removeAll(snippets);
    assertThat(withoutSnippet)
        .as("constants of Activation without a kernels-cl/activation/NAME.cl")
        .isEmpty();
    Set<String> withoutConstant = new TreeSet<>(snippets);
    withoutConstant.removeAll(constants);
    assertThat(withoutConstant)
        .as("snippets in kernels-cl/activation without a constant of org.hillock.op.Activation")
        .isEmpty();
  }

  @Test
  void everySnippetIsPackedIntoTheJar() {
    for (Activation activation : Activation.values()) {
      String resource = "/org/hillock/kernels/activation/" + activation.snippet() + ".cl";
      assertThat(Hillock.class.getResource(resource)).as(resource).isNotNull();
    }
  }
}
