package org.hillock.translator;

import java.util.Set;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** Turns the parser's first error into a fault that says what the construct is, and what to write instead. */
final class SyntaxFaults extends BaseErrorListener {
  private static final Set<String> FLOW =
      Set.of("if", "else", "for", "while", "do", "switch", "case", "goto", "break", "continue");
  private static final Set<String> TYPES =
      Set.of(
          "real", "integer", "float", "int", "uint", "double", "half", "void", "bool", "char",
          "uchar", "short", "ushort", "long", "ulong", "unsigned", "signed", "size_t");
  private static final Set<String> QUALIFIERS =
      Set.of("const", "__kernel", "kernel", "__global", "global", "__local", "local", "__private");

  private final String file;

  SyntaxFaults(String file) {
    this.file = file;
  }

  @Override
  public void syntaxError(
      Recognizer<?, ?> recognizer,
      @Nullable Object offendingSymbol,
      int line,
      int column,
      String message,
      @Nullable RecognitionException cause) {
    Token token = (Token) java.util.Objects.requireNonNull(offendingSymbol);
    Token before = ((SubsetParser) recognizer).getTokenStream().LT(-1);
    throw fault(new Place(file, line, column + 1), token, before, message);
  }

  private static TranslationException fault(
      Place place, Token token, @Nullable Token tokenBefore, String message) {
    String text = token.getText();
    String before = tokenBefore == null ? "" : tokenBefore.getText();
    if (token.getType() == Token.EOF) {
      return place.fault("the file ends too early", "close what is open: " + message);
    }
    if (token.getType() == SubsetParser.DOUBLE) {
      return place.fault("double literal " + text, "write " + text + "f");
    }
    if (token.getType() == SubsetParser.ODD_NUMBER) {
      return place.fault("number " + text, "write a float with the suffix f, or a plain int");
    }
    if (token.getType() == SubsetParser.DIRECTIVE) {
      return place.fault(
          "directive " + text, "only '#define NAME literal' is in the subset; leave it out");
    }
    if (token.getType() == SubsetParser.TEXT) {
      return place.fault("text " + text, "write a number; there is no text in the subset");
    }
    // The parser may fail at a foreign word itself or at what follows it, which looked like a name.
    for (String word : new String[] {text, before}) {
      if (FLOW.contains(word)) {
        return place.fault("'" + word + "'", "there is no flow of control: select with ?:");
      }
      if (QUALIFIERS.contains(word)) {
        return place.fault("'" + word + "'", "leave the qualifier out: it is not in the subset");
      }
    }
    if (before.equals("(") && TYPES.contains(text)) {
      return place.fault(
          "cast to " + text, "write as_real, as_integer, or a variable of the type wanted");
    }
    return switch (text) {
      case "/", "/=" ->
          place.fault("division '" + text + "'", "multiply by reciprocal(...) of math.cl");
      case "%", "%=" -> place.fault("remainder '" + text + "'", "use & with a mask");
      case "|", "^", "~" ->
          place.fault("operator '" + text + "'", "integers have + - & << >> only");
      case "[", "]" -> place.fault("array '" + text + "'", "name each value on its own");
      case "+=", "-=", "*=", "&=", "|=", "^=", "<<=", ">>=" ->
          place.fault(
              "compound assignment '" + text + "'",
              "write a = a " + text.substring(0, text.length() - 1) + " b");
      case "++", "--" ->
          place.fault("operator '" + text + "'", "write a = a " + text.charAt(0) + " 1");
      case "->", "*", "&" ->
          place.fault("pointer '" + text + "'", "pass values, and return a struct for several");
      case "(" -> afterName(place, before);
      case ")" -> place.fault("')' after '" + before + "'", "write at least one parameter or value");
      case "=" ->
          place.fault("'=' after '" + before + "'", "outside functions write #define NAME literal");
      case "?" -> place.fault("'?' after '" + before + "'", "write condition ? value : value");
      case "{" -> place.fault("block '{'", "write one flat list of statements per function");
      case ";" -> place.fault("';' after '" + before + "'", "write a whole statement: " + message);
      default -> place.fault("'" + text + "' after '" + before + "'", message);
    };
  }

  private static TranslationException afterName(Place place, String before) {
    return place.fault(
        "'(' after '" + before + "'",
        "a macro takes no parameters (write an inline function), and a call is part of an"
            + " expression whose value is used");
  }
}
