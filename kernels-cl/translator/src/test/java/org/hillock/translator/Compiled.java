package org.hillock.translator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Generated Java, compiled with every warning as an error, and loaded. */
final class Compiled implements AutoCloseable {
  static final String INTERFACES =
      """
      package org.hillock.cpu;

      interface ActivationLoops {
        int forwardOperations();

        int backwardOperations();

        void forward(float[] x, int xFrom, float[] y, int yFrom, int count, float a);

        void backward(float[] x, int xFrom, float[] dy, int dyFrom, float[] dx, int dxFrom,
            int count, float a);
      }

      interface SoftmaxMaps {}

      interface Twins {
        java.util.Map<String, ActivationLoops> activations();

        SoftmaxMaps softmaxMaps();

        int lanes();

        void gather(float[] in, int inFrom, int[] index, float[] out, int outFrom, int count);
      }
      """;

  private final URLClassLoader loader;

  /** Compiles those of the files, given by their path, that are Java's, into a folder. */
  Compiled(Map<String, String> files, Path classes) throws IOException {
    Map<String, String> all = new TreeMap<>(files);
    all.keySet().removeIf(path -> !path.endsWith(".java"));
    all.put("org/hillock/cpu/Interfaces.java", INTERFACES);
    List<JavaFileObject> sources = new ArrayList<>();
    all.forEach((path, text) -> sources.add(new Text(path, text)));
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    boolean compiled =
        ToolProvider.getSystemJavaCompiler()
            .getTask(
                null,
                null,
                diagnostics,
                List.of("-Xlint:all,-auxiliaryclass", "-Werror", "-d", classes.toString()),
                null,
                sources)
            .call();
    if (!compiled) {
      StringBuilder message = new StringBuilder();
      for (Diagnostic<?> diagnostic : diagnostics.getDiagnostics()) {
        message.append(diagnostic).append('\n');
      }
      throw new AssertionError(message.toString());
    }
    loader = new URLClassLoader(new URL[] {classes.toUri().toURL()});
  }

  Class<?> type(String name) throws ClassNotFoundException {
    return loader.loadClass("org.hillock.cpu." + name);
  }

  /** Runs the forward loop of a snippet's class over one element. */
  float forward(String className, float x, float a) {
    float[] y = new float[1];
    call(className, "forward", new float[] {x}, 0, y, 0, 1, a);
    return y[0];
  }

  /** Calls the public method of that name whose parameters fit the arguments. */
  Object call(String className, String method, Object... arguments) {
    try {
      Class<?> type = type(className);
      for (Method candidate : type.getDeclaredMethods()) {
        if (candidate.getName().equals(method)
            && candidate.getParameterCount() == arguments.length) {
          candidate.setAccessible(true);
          var constructor = type.getDeclaredConstructor();
          constructor.setAccessible(true);
          return candidate.invoke(constructor.newInstance(), arguments);
        }
      }
    } catch (InvocationTargetException e) {
      throw new AssertionError(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("cannot call " + className + "." + method, e);
    }
    throw new AssertionError("no method " + className + "." + method);
  }

  @Override
  public void close() {
    try {
      loader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Text extends SimpleJavaFileObject {
    private final String text;

    Text(String path, String text) {
      super(URI.create("string:///" + path), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
