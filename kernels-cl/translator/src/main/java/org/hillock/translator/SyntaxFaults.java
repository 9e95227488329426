package org.hillock.translator;

import java.util.Objects;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenStream;
import org.jspecify.annotations.Nullable;

/**
 * Turns the parser's first error into a fault that says what the construct is, and what to write
 * instead.
 */
final class SyntaxFaults extends BaseErrorListener {
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
    Token token = (Token) Objects.requireNonNull(offendingSymbol);
    int index = token.getTokenIndex();
    TokenStream tokens = ((SubsetParser) recognizer).getTokenStream();
    String before = index == 0 ? "the file's start" : tokens.get(index - 1).getText();
    throw fault(new Place(file, line, column + 1), token, before, message);
  }

  private static TranslationException fault(
      Place place, Token token, String before, String message) {
    String text = token.getText();
    boolean cast = before.equals("(");
    return switch (token.getType()) {
      case Token.EOF -> place.fault("the file ends too early", "close what is open: " + message);
      case SubsetParser.DOUBLE -> place.fault("double literal " + text, "write " + text + "f");
      case SubsetParser.ODD_NUMBER ->
          place.fault("number " + text, "write a float with the suffix f, or a plain int");
      case SubsetParser.DIRECTIVE ->
          place.fault("directive " + text, "leave it out: only #define NAME literal is there");
      case SubsetParser.TEXT -> place.fault("text " + text, "write a number");
      case SubsetParser.FLOW -> place.fault("'" + text + "'", "there is no flow: select with ?:");
      case SubsetParser.QUALIFIER -> place.fault("'" + text + "'", "leave the qualifier out");
      case SubsetParser.C_TYPE ->
          cast ? cast(place, text) : place.fault("type '" + text + "'", "write real or integer");
      default ->
          cast && (text.equals("real") || text.equals("integer") || text.equals("float"))
              ? cast(place, text)
              : symbolFault(place, text, before, message);
    };
  }

  private static TranslationException cast(Place place, String type) {
    return place.fault(
        "cast to " + type, "write as_real, as_integer, or a variable of the type wanted");
  }

  private static TranslationException symbolFault(
      Place place, String text, String before, String message) {
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
      case ")" ->
          place.fault("')' after '" + before + "'", "write at least one parameter or value");
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
