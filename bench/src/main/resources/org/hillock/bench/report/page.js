/* Puts the page together, follows the light, and says of itself how it went. */

const root = document.documentElement;
const troubles = [];
const trouble = (what) => {
  troubles.push(String(what));
  root.dataset.errors = troubles.length;
  root.dataset.firstError = troubles[0];
};
root.dataset.errors = 0;
addEventListener('error', (event) => trouble(event.message));
addEventListener('securitypolicyviolation', (event) => trouble('refused: ' + event.violatedDirective));
for (const level of ['error', 'warn']) {
  const say = console[level];
  console[level] = (...words) => {
    trouble(words.join(' '));
    say.apply(console, words);
  };
}

/** "#chart=dead-units" shows that chart alone, as large as the window: for pictures. */
function showOnly(name) {
  const figure = byId('chart-' + (aliases[name] || name));
  if (!figure) {
    trouble('there is no chart ' + name);
    return;
  }
  const chart = charts.find((c) => 'chart-' + c.id === figure.id);
  const title = figure.querySelector('h3');
  title.textContent = chart.full || chart.title;
  if (chart.key && !chart.keyInside) {
    title.after(key(chart.key));
  }
  document.body.replaceChildren(figure);
  document.body.className = 'alone';
  const plot = figure.querySelector('.plot');
  const rest = figure.offsetHeight - plot.offsetHeight;
  plot.style.height = Math.max(120, innerHeight - rest - 24) + 'px';
}

/** What a test reads from outside. */
function report() {
  const drawn = charts.filter((chart) => chart.drawn && chart.plot.querySelector('svg path'));
  root.dataset.charts = charts.length;
  root.dataset.drawn = drawn.length;
  root.dataset.scheme = look(false).scheme;
  root.dataset.overflow = root.scrollWidth <= innerWidth ? 'no' : root.scrollWidth + ' in ' + innerWidth;
}

paletteVariables();
showFacts();
showFunctions();
showErrors();
showSpeed();
showTraining();
showDevices();
const only = /^#chart=([\w-]+)$/.exec(location.hash);
if (only) {
  showOnly(only[1]);
}
drawCharts();
report();

let waiting;
addEventListener('resize', () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => !paper.matches && resizeCharts(), 150);
});
night.addEventListener('change', () => drawCharts());
// Paper is light, and narrower than most windows; afterwards the window is as it was.
addEventListener('beforeprint', () => drawCharts(true));
addEventListener('afterprint', () => drawCharts(false));
