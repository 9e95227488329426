/* Charts: colours, the frame around each chart, and drawing all of them again when the light
 * changes or the page goes to paper. A chart is {id, title, caption, height, option(look), rows}. */

/** Hues that the colour-blind can tell apart (Okabe and Ito), lighter ones on a dark ground. */
const HUES = {
  light: ['#0072b2', '#d55e00', '#009e73', '#b5569a', '#b8860b', '#3aa0d8', '#7a1f4c', '#5b6b00'],
  dark: ['#4da3e0', '#f0803c', '#2fc796', '#e08cc4', '#e6b43c', '#8cccf5', '#d4709c', '#b4c44a'],
};
const DASHES = ['solid', [6, 3], [2, 2]];

const LOOKS = {
  light: {text: '#1d2026', muted: '#666d78', line: '#d9dce1', ground: '#ffffff', naive: '#8a8f98'},
  dark: {text: '#e8eaed', muted: '#9aa1ac', line: '#3a3f47', ground: '#1b1d21', naive: '#8d939d'},
};

const paper = matchMedia('print');
const night = matchMedia('(prefers-color-scheme: dark)');

function look(forPaper) {
  const scheme = night.matches && !forPaper ? 'dark' : 'light';
  const hues = HUES[scheme];
  return {...LOOKS[scheme], scheme, hue: (i) => hues[i % hues.length]};
}

const ACTIVATIONS = data.curves.functions.map((f) => f.name);

/** An activation has one colour all over the page; what is none is grey. */
function activationStyle(name, now) {
  const i = ACTIVATIONS.indexOf(name.replace(/\(.*/, '').toUpperCase());
  return i < 0
    ? {color: now.naive, type: [4, 3]}
    : {color: now.hue(i), type: DASHES[Math.floor(i / HUES.light.length) % DASHES.length]};
}

const DEVICES = data.machine.devices.map((device) => device.id);

/** So has a device: the CPU implementation the first, others the next ones in turn. */
function deviceColor(id, now) {
  const others = DEVICES.filter((d) => d !== 'cpu');
  return now.hue(id === 'cpu' ? 0 : 1 + others.indexOf(id));
}

/** What all charts share: no movement, quiet axes, titles with units. */
function frame(now, {x, y, legend, grid}) {
  const axis = {
    nameTextStyle: {color: now.muted, fontSize: 11},
    axisLabel: {color: now.muted, fontSize: 11, hideOverlap: true},
    axisLine: {lineStyle: {color: now.line}},
    axisTick: {lineStyle: {color: now.line}},
    splitLine: {lineStyle: {color: now.line, opacity: 0.6}},
    nameLocation: 'middle',
  };
  const merged = (base, own) => ({
    ...base, ...own,
    axisLabel: {...base.axisLabel, ...own.axisLabel},
    axisLine: {...base.axisLine, ...own.axisLine},
    axisTick: {...base.axisTick, ...own.axisTick},
    splitLine: {...base.splitLine, ...own.splitLine},
  });
  const each = (own, base) => (Array.isArray(own) ? own.map((o) => merged(base, o)) : merged(base, own));
  return {
    animation: false,
    textStyle: {fontFamily: 'inherit', color: now.text},
    xAxis: each(x, {...axis, nameGap: 24}),
    yAxis: each(y, {...axis, nameGap: 34}),
    legend: legend && {
      type: 'plain', bottom: 0, itemWidth: 18, itemHeight: 8, itemGap: 12,
      textStyle: {color: now.text, fontSize: 11}, ...legend,
    },
    grid: grid || {left: 46, right: 12, top: 10, bottom: legend ? 66 : 40},
    tooltip: {
      confine: true,
      backgroundColor: now.ground, borderColor: now.line,
      textStyle: {color: now.text, fontSize: 12},
      axisPointer: {lineStyle: {color: now.muted}},
    },
  };
}

/** A row of a tooltip: a dot, a word, a figure. */
const hint = (color, word, figure) =>
  `<div><span style="color:${esc(color)}">●</span> ${esc(word)} <b>${esc(figure)}</b></div>`;

const hintHead = (text) => `<div>${esc(text)}</div>`;

const charts = [];

/** Names for charts whose own depend on the data, for pictures. */
const aliases = {};

/** Puts a chart into the page: heading, one sentence that says what it shows, plot, numbers. */
function addChart(parent, chart) {
  const plot = el('div', {class: 'plot', role: 'img', 'aria-label': [chart.title, chart.lead, chart.caption].filter(Boolean).join('. ')});
  plot.style.height = chart.height + 'px';
  const numbers = chart.rows &&
    el('details', {}, el('summary', {}, 'Numbers'), table(chart.title, chart.headings, chart.rows));
  parent.append(el('figure', {id: 'chart-' + chart.id},
    el('h3', {}, chart.title), chart.keyInside ? key(chart.key) : '', plot,
    el('figcaption', {}, chart.lead ? el('span', {class: 'formula'}, chart.lead) : null, chart.caption), numbers || null));
  charts.push({...chart, plot});
}

/** Draws every chart that can be seen, in the light there is. */
function drawCharts(forPaper = paper.matches) {
  const now = look(forPaper);
  for (const chart of charts) {
    if (chart.drawn) {
      chart.drawn.dispose();
      chart.drawn = null;
    }
    const width = chart.plot.clientWidth;
    if (width > 0) {
      // Before printing, the layout is still the screen's: draw for a column, and let it stretch.
      const size = forPaper ? {width: Math.min(width, chart.height < 200 ? 225 : 345)} : {};
      chart.drawn = echarts.init(chart.plot, null, {renderer: 'svg', ...size});
      chart.drawn.setOption(chart.option(now, size.width || width, chart.plot.clientHeight));
      stretchable(chart.plot);
    }
  }
}

function resizeCharts() {
  for (const chart of charts) {
    if (chart.drawn && chart.plot.clientWidth > 0) {
      chart.drawn.resize();
      chart.drawn.setOption(chart.option(look(false), chart.plot.clientWidth, chart.plot.clientHeight));
      stretchable(chart.plot);
    }
  }
}

/** Lets the style sheet scale the picture of a chart, as it does on paper. */
function stretchable(plot) {
  const svg = plot.querySelector('svg');
  svg.setAttribute('viewBox', `0 0 ${svg.getAttribute('width')} ${svg.getAttribute('height')}`);
}

/** One key for many small charts: a dash of colour and a word each. */
function key(entries) {
  return el('ul', {class: 'key'}, ...entries.map(({style, word}) =>
    el('li', {}, el('span', {class: 'dash', style}), word)));
}

/** The colours of devices, for a key. */
const deviceKey = (word = (d) => d.id) =>
  data.machine.devices.map((d) => ({style: 'background:' + deviceVariable(d.id), word: word(d)}));

/** The colours of activations, for a key. */
const activationKey = (names) => names.map((name) => {
  const i = ACTIVATIONS.indexOf(name.replace(/\(.*/, '').toUpperCase());
  return {style: `background:var(${i < 0 ? '--naive' : '--hue-' + (i % HUES.light.length)})`, word: spoken(name)};
});

/** The colours of the key follow the light by themselves: as variables of the style sheet. */
function paletteVariables() {
  const rule = (scheme) => HUES[scheme].map((hue, i) => `--hue-${i}:${hue}`).join(';') +
    `;--naive:${LOOKS[scheme].naive}`;
  document.head.append(el('style', {},
    `:root{${rule('light')}}@media screen and (prefers-color-scheme:dark){:root{${rule('dark')}}}`));
}

const deviceVariable = (id) =>
  id === 'cpu' ? 'var(--hue-0)' : `var(--hue-${(1 + DEVICES.filter((d) => d !== 'cpu').indexOf(id)) % HUES.light.length})`;
