package org.hillock;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hillock.op.Activation;
import org.junit.jupiter.api.Test;

/** The floors of the house. */
class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.hillock");

  @Test
  void dependenciesPointDown() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("front door")
        .definedBy("org.hillock")
        .layer("opencl")
        .definedBy("org.hillock.opencl..")
        .layer("cpu")
        .definedBy("org.hillock.cpu..")
        .layer("backend")
        .definedBy("org.hillock.backend..")
        .layer("insight")
        .definedBy("org.hillock.insight..")
        .layer("op")
        .definedBy("org.hillock.op..")
        .whereLayer("front door")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("opencl")
        .mayOnlyBeAccessedByLayers("front door")
        .whereLayer("cpu")
        .mayOnlyBeAccessedByLayers("front door")
        .whereLayer("backend")
        .mayOnlyBeAccessedByLayers("front door", "opencl", "cpu")
        .whereLayer("insight")
        .mayOnlyBeAccessedByLayers("front door", "opencl", "cpu", "backend")
        .check(CLASSES);
  }

  @Test
  void onlyOpenclKnowsJocl() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.hillock.opencl..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.jocl..")
        .check(CLASSES);
  }

  @Test
  void noHandWrittenFileOutsideTheCatalogueNamesAnActivation() throws IOException {
    Pattern code =
        Pattern.compile(
            Stream.concat(
                    Arrays.stream(Activation.class.getFields()).map(Field::getName),
                    Arrays.stream(Activation.values()).map(a -> '"' + a.snippet()))
                .collect(Collectors.joining("|", "(?<!\\w)(", ")(?!\\w)")));
    List<String> offenders = new ArrayList<>();
    for (String folder : new String[] {"main/java", "../kernels-cl"}) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        files
            .filter(f -> f.toString().matches(".*\\.(java|cl)"))
            .filter(f -> !f.toString().matches(".*(/op/|/activation/|/translator/).*"))
            .forEach(
                f ->
                    lines(f).stream()
                        .filter(line -> code.matcher(withoutComment(line)).find())
                        .forEach(line -> offenders.add(f + ": " + line)));
      }
    }
    assertThat(offenders).isEmpty();
  }

  private static String withoutComment(String line) {
    return line.replaceFirst("^\\s*(\\*|/\\*|//).*", "").replaceFirst("//.*", "");
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
