"""Judges what a browser made of the report: see ci/report, which calls this."""
import html.parser
import json
import pathlib
import re
import sys

page, results, experiment = map(pathlib.Path, sys.argv[1:])


def check(holds, message):
    if not holds:
        sys.exit(f"FAILED: {message}")


class Dom(html.parser.HTMLParser):
    """The root's data, every plot with what is drawn in it, and addresses of other files."""

    VOID = {"meta", "link", "br", "img", "input", "hr"}

    def __init__(self, text):
        super().__init__()
        self.root, self.plots, self.addresses, self.depth, self.plot = {}, [], [], 0, None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if tag == "html":
            self.root = found
        for name in ("src", "href", "xlink:href", "action", "poster", "srcset"):
            address = found.get(name) or ""
            if address and not address.startswith("#"):
                self.addresses.append(f"<{tag} {name}={address}>")
        if tag in self.VOID:
            return
        self.depth += 1
        if found.get("class") == "plot":
            self.plot = {"depth": self.depth, "label": found.get("aria-label") or "", "role": found.get("role"), "svg": 0, "path": 0, "text": 0}
            self.plots.append(self.plot)
        elif self.plot and tag in self.plot:
            self.plot[tag] += 1

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in self.VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if tag in self.VOID:
            return
        if self.plot and self.depth == self.plot["depth"]:
            self.plot = None
        self.depth -= 1


def dom(name):
    return Dom((results / f"report-{name}.dom").read_text())


text = page.read_text()
data = json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.S)[1])
runs = json.loads(experiment.read_text())["runs"]
settings = {(run["data"], tuple(run["layers"]), run["learningRate"]) for run in runs}
sizes = {speed["elements"] for speed in data["speeds"]}
catalogue = len(data["curves"]["functions"])
expected = 2 * catalogue + len(sizes) + (1 if data["peers"] else 0) + 4 * len(settings)

for name, scheme, count in (("wide", "light", expected), ("phone", "dark", expected), ("alone", "light", 1)):
    seen = dom(name)
    check(seen.root.get("data-errors") == "0", f"{name}: the page complains: {seen.root.get('data-first-error')}")
    check(len(seen.plots) == count, f"{name}: {len(seen.plots)} charts in the page; expected {count}")
    check(seen.root.get("data-charts") == str(expected), f"{name}: {seen.root}; expected {expected} charts")
    check(seen.root.get("data-drawn") == str(count), f"{name}: {seen.root}; expected {count} drawn")
    check(seen.root.get("data-scheme") == scheme, f"{name}: {seen.root}; expected {scheme}")
    check(seen.root.get("data-overflow") == "no", f"{name}: scrolls sideways, {seen.root.get('data-overflow')}")
    check(not seen.addresses, f"{name}: refers to other files: {seen.addresses}")
    for plot in seen.plots:
        check(plot["svg"] == 1 and plot["path"] > 2 and plot["text"] > 2, f"{name}: nothing drawn: {plot}")
        check(plot["role"] == "img" and len(plot["label"]) > 20, f"{name}: no text alternative: {plot}")

hover = dom("hover")
check(hover.root.get("data-errors") == "0", f"hover: the page complains: {hover.root.get('data-first-error')}")
check(hover.root.get("data-hints") == str(expected), f"hover: {hover.root.get('data-hints')} charts say what is pointed at; expected {expected}")

wrong = dom("wrong")
check(wrong.root.get("data-errors") == "1", f"a chart that is not there goes unnoticed: {wrong.root}")

check("</script> that must stay text" not in text, "a verdict's markup stands unescaped in the page")
check("A made-up verdict with &lt;b&gt;markup" in (results / "report-wide.dom").read_text(), "a verdict's markup is lost")
pdf = (results / "report.pdf").read_bytes()
check(pdf.startswith(b"%PDF") and len(pdf) > 50_000, f"the print has {len(pdf)} bytes; expected a document")
console = [line for line in (results / "report-browser.log").read_text(errors="replace").splitlines() if "CONSOLE" in line and "nothing" not in line]
check(not console, f"the console says {console}")
check(len(text) < 2_000_000, f"the page has {len(text)} characters; expected fewer than two million")
print(f"{expected} charts drawn on a screen, a phone and paper; {len(text) / 1e6:.1f} MB, no address in it")
