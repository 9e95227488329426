package org.hillock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows is compiled, run and compared, so that it cannot rot. */
class ReadmeTest {

  private static final Path README = Path.of("../README.md");

  @TempDir Path folder;

  @Test
  void theExamplesCompileAndRun() throws Exception {
    List<String> examples =
        Pattern.compile("```java\n(try .*?)```", Pattern.DOTALL)
            .matcher(Files.readString(README))
            .results()
            .map(block -> block.group(1))
            .toList();
    assertThat(examples).hasSize(2);
    for (int i = 0; i < examples.size(); i++) {
      String name = "ReadmeExample" + i;
      compile(name, source(name, examples.get(i)));
      try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
        ((Runnable) loader.loadClass(name).getDeclaredConstructor().newInstance()).run();
      }
    }
  }

  private static String source(String name, String example) {
    return """
        import java.util.concurrent.CompletableFuture;
        import org.hillock.*;
        import org.hillock.backend.*;
        import org.hillock.op.*;

        public class %s implements Runnable {
          @Override
          public void run() {
            int rows = 3;
            int cols = 4;
            float[] x = {-1, 0, 1};
            float[] dy = {1, 1, 1};
            float[] logits = new float[rows * cols];
            float[] dp = new float[rows * cols];
            %s
          }
        }
        """
        .formatted(name, example);
  }

  private void compile(String name, String source) throws IOException {
    Path file = Files.writeString(folder.resolve(name + ".java"), source);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of("-cp", System.getProperty("java.class.path"), "-d", folder.toString());
      boolean good =
          compiler
              .getTask(messages, files, null, options, null, files.getJavaFileObjects(file))
              .call();
      assertThat(good).as("%s\n%s", messages, source).isTrue();
    }
  }

  @Test
  void whatIsShownOfAnExampleIsInIt() throws IOException {
    List<MatchResult> blocks =
        Pattern.compile(
                "```java\n// from (org\\.hillock\\.example\\.\\w+)\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(README))
            .results()
            .toList();
    assertThat(blocks).isNotEmpty();
    for (MatchResult block : blocks) {
      Path file = Path.of("test/java", block.group(1).replace('.', '/') + ".java");
      List<String> code = Files.readAllLines(file).stream().map(String::strip).toList();
      assertThat(code)
          .as(block.group(1))
          .containsAll(block.group(2).lines().map(String::strip).toList());
    }
  }

  @Test
  void theTableOfOperationsIsTheCatalogue() throws IOException {
    String readme = Files.readString(README);
    assertThat(readme).isEqualTo(ReadmeTable.updated(readme, ReadmeTable.certificate(README)));
  }
}
