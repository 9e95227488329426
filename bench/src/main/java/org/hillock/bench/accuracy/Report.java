package org.hillock.bench.accuracy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.stream.Collectors;
import org.hillock.op.Activation;

/** A certificate as a page for people, in Markdown. */
final class Report {

  private static final int LINE = 120;

  private Report() {}

  static String of(Certificate certificate) {
    StringBuilder text = new StringBuilder("# Accuracy, certified\n\n");
    text.append(wrapped(certificate.howJudged())).append('\n');
    text.append(
        "Written by `bench/hillock accuracy --all`, which also goes on where it stopped.\n\n");
    text.append("| function | direction | max ULP | all inputs at most, by the sample | mean ULP |")
        .append(
            " above 0.5 | above 1 | worst input | result | truth | faults | inputs | same bits elsewhere | operations |\n");
    text.append("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
    certificate.functions().forEach(function -> text.append(row(function)));
    text.append("\n## Formulas\n\n");
    certificate.functions().stream()
        .map(f -> "- " + f.activation() + ": `" + f.formula() + "`\n")
        .distinct()
        .forEach(text::append);
    text.append("\n## Where\n\n");
    certificate.functions().stream()
        .collect(
            Collectors.groupingBy(
                Report::where,
                LinkedHashMap::new,
                Collectors.mapping(FunctionCertificate::date, Collectors.toList())))
        .forEach(
            (where, dates) ->
                text.append("- ")
                    .append(where)
                    .append(
                        " Functions: %d, %s to %s.\n"
                            .formatted(
                                dates.size(),
                                dates.stream().min(String::compareTo).orElse(""),
                                dates.stream().max(String::compareTo).orElse(""))));
    return text.toString();
  }

  private static String row(FunctionCertificate f) {
    SecondJudge.Case worst =
        f.secondJudge().worstCases().stream()
            .findFirst()
            .orElse(new SecondJudge.Case("-", "-", "-", "-", 0));
    return "| %s | %s | %s | %s | %s | %s | %s | %s | %s | %s | %d | %s | %s | %d%s |\n"
        .formatted(
            f.op(),
            f.direction().name().toLowerCase(Locale.ROOT),
            number("%.4f", f.maxUlp()),
            number("%.4f", f.bound()),
            number("%.4f", f.meanUlp()),
            number("%.4f %%", 100 * f.shareAboveHalf()),
            f.aboveOne() == 0 ? "none" : String.valueOf(f.aboveOne()),
            worst.bits().equals("-") ? "-" : worst.bits() + " (" + worst.input() + ")",
            worst.result(),
            worst.truth().length() > 22 ? shortened(worst.truth()) : worst.truth(),
            f.faults(),
            f.isComplete() ? "all 2^32" : "every %dth, %d".formatted(f.stride(), f.inputs()),
            compared(f),
            f.operations(),
            isPresent(f) ? "" : " **(other arithmetic than this version's)**");
  }

  /** The first 17 digits and the exponent. */
  private static String shortened(String truth) {
    int exponent = truth.indexOf('E');
    String digits = exponent < 0 ? truth : truth.substring(0, exponent);
    return digits.substring(0, Math.min(20, digits.length()))
        + (exponent < 0 ? "" : truth.substring(exponent));
  }

  private static boolean isPresent(FunctionCertificate f) {
    return Arrays.stream(Activation.values())
        .filter(activation -> activation.name().equals(f.activation()))
        .anyMatch(
            activation ->
                activation.formula().equals(f.formula())
                    && Arithmetic.fingerprint(activation, f.direction()).equals(f.fingerprint()));
  }

  private static String where(FunctionCertificate f) {
    Machine m = f.machine();
    String others =
        f.checks().stream()
            .map(c -> "%s (%s, %s)".formatted(c.name(), c.platform(), c.driver()))
            .collect(Collectors.joining("; "));
    return "%s (%s, %s) with Hillock %s, Java %s, %s, %s."
            .formatted(
                m.deviceName(), m.platform(), m.driver(), m.library(), m.java(), m.os(), m.cpu())
        + (others.isEmpty() ? " No other device." : " Compared with " + others + ".");
  }

  /** What share of the inputs had the same bits on the other devices, in their order. */
  private static String compared(FunctionCertificate f) {
    return f.checks().isEmpty()
        ? "no other device"
        : f.checks().stream()
            .map(c -> share(c.inputs(), f.inputs()))
            .collect(Collectors.joining("; "));
  }

  /** Rounded downwards: only all is all. */
  static String share(long compared, long inputs) {
    return compared == 0
        ? "not compared"
        : compared == inputs ? "all" : number("%.2f %%", Math.floor(1e4 * compared / inputs) / 100);
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  private static String wrapped(String words) {
    StringBuilder text = new StringBuilder();
    int column = 0;
    for (String word : words.split(" ", -1)) {
      if (column > 0 && column + 1 + word.length() > LINE) {
        text.append('\n');
        column = 0;
      }
      text.append(column == 0 ? "" : " ").append(word);
      column += word.length() + 1;
    }
    return text.append('\n').toString();
  }
}
