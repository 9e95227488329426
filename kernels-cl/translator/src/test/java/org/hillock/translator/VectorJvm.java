package org.hillock.translator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.spi.ToolProvider;

/** Generated Java of both dialects in a JVM of its own: the Vector API must be asked for. */
final class VectorJvm {
  private final Path classes;

  VectorJvm(Path classes) {
    this.classes = classes;
  }

  /** Translates a folder of kernels and compiles the result, and one more file. */
  void compile(Path kernels, String path, String program) throws IOException {
    Map<String, String> files = new TreeMap<>();
    files.putAll(new Translator(kernels, new ScalarDialect()).translate());
    files.putAll(new Translator(kernels, new VectorDialect()).translate());
    files.remove(ArithmeticWriter.PATH);
    files.put("org/hillock/cpu/Interfaces.java", Compiled.INTERFACES);
    files.put(path, program);
    List<String> options =
        new ArrayList<>(List.of("--add-modules", "jdk.incubator.vector", "-d", "" + classes));
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path source = classes.resolve(file.getKey());
      Files.createDirectories(source.getParent());
      options.add(Files.writeString(source, file.getValue()).toString());
    }
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(messages, true, StandardCharsets.UTF_8);
    int status =
        ToolProvider.findFirst("javac").orElseThrow().run(out, out, options.toArray(String[]::new));
    assertThat(status).as(messages.toString(StandardCharsets.UTF_8)).isZero();
  }

  /** Runs a program to its end and returns what it prints. */
  String run(String program, String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                classes.toString(),
                program));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(classes.resolve("errors").toFile()).start();
    String result = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(Files.readString(classes.resolve("errors"))).isZero();
    return result;
  }
}
