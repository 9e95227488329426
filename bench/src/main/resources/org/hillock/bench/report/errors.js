/* Errors in ULP over all finite inputs: for every function its value above, its slope below. */

/** Below this an error is drawn as this: a logarithm has no place for 0. */
const FLOOR = -2;
const TOP = 8;
const FAULT = 9;

const axisOf = data.errors.axis;
const DECADES = axisOf.greatestDecade - axisOf.leastDecade;

/** Where the middle of a bin lies: decades to the right of 10^least, negative inputs mirrored. */
function binPosition(i, bins) {
  const middle = (bins - 1) / 2;
  const away = Math.abs(i - middle);
  return Math.sign(i - middle) * (away === 0 ? 0 : (away - 0.5) / axisOf.binsPerDecade);
}

/** What lies in a bin, for people. */
function binRange(i, bins) {
  const middle = (bins - 1) / 2;
  const away = Math.abs(i - middle);
  const edge = (k) => short(10 ** (axisOf.leastDecade + k / axisOf.binsPerDecade), 2);
  if (away === 0) {
    return `|x| below ${power(axisOf.leastDecade)}, subnormals and 0 among them`;
  }
  const sign = i < middle ? '−' : '';
  return away > DECADES * axisOf.binsPerDecade
    ? `x beyond ${sign}${power(axisOf.greatestDecade)}`
    : `x from ${sign}${edge(away - 1)} to ${sign}${edge(away)}`;
}

function inputLabel(position) {
  const exponent = axisOf.leastDecade + Math.abs(position);
  return position === 0 ? '0' : (position < 0 ? '−' : '') + (exponent === 0 ? '1' : power(exponent));
}

function errorHeight(ulp) {
  const v = number(ulp);
  return v === Infinity ? FAULT : Math.min(TOP, Math.max(FLOOR, Math.log10(Math.max(v, 1e-9))));
}

function errorLabel(height) {
  return {[FLOOR]: '≤ 0.01', 0: '1', 2: '100', 4: '10⁴', 6: '10⁶', [FAULT]: 'NaN'}[height] || '';
}

const worstOf = (found, by) => Math.max(...found.map((f) => number(f.worst[by] ? f.worst[by].ulp : 0)));

const errorKey = () => [
  {style: 'background:var(--naive)', word: 'formula as written'},
  ...deviceKey((d) => d.id + (d.denormals ? '' : ' (subnormals left out, which it does not keep)')),
];

function errorChart(name, found) {
  const order = ['FORWARD', 'BACKWARD'];
  const panels = order.map((direction) => found.find((f) => f.direction === direction));
  const devices = DEVICES.filter((id) => panels.every((panel) => panel.by[id]));
  const option = (now, width, height) => {
    const every = width < 420 ? 6 : 3;
    const panelHeight = (height - 94) / 2;
    const base = frame(now, {
      grid: panels.map((_, i) => ({left: 62, right: 14, top: 18 + i * (panelHeight + 30), height: panelHeight})),
      x: panels.map((_, i) => ({
        type: 'value', gridIndex: i, min: -DECADES - 1, max: DECADES + 1, interval: 1,
        name: i ? 'x (logarithmic on both sides of 0)' : '',
        axisLabel: {show: i === 1, formatter: (v) => (v % every ? '' : inputLabel(v))},
        axisTick: {show: false}, splitLine: {show: false}, axisLine: {onZero: false},
      })),
      y: panels.map((_, i) => ({
        type: 'value', gridIndex: i, min: FLOOR, max: FAULT + 0.3, interval: 1,
        name: i ? 'slope: error, ULP' : 'value: error, ULP', nameGap: 46,
        axisLabel: {formatter: errorLabel, showMaxLabel: false, hideOverlap: false}, splitLine: {show: false},
        axisTick: {show: false},
      })),
    });
    const series = panels.flatMap((panel, i) => {
      const bins = panel.by.naive.length;
      const line = (by, color, width, z) => ({
        name: by, type: 'line', xAxisIndex: i, yAxisIndex: i, showSymbol: false, step: 'middle', z,
        data: panel.by[by].map((ulp, k) => [binPosition(k, bins), errorHeight(ulp), k]),
        lineStyle: {color, width}, itemStyle: {color},
      });
      const naive = {...line('naive', now.naive, 1.2, 1), areaStyle: {color: now.naive, opacity: 0.22, origin: 'start'}};
      naive.markLine = {
        silent: true, symbol: 'none', animation: false, data: [{yAxis: 0}],
        lineStyle: {color: now.text, type: [3, 3], width: 1},
        label: {formatter: '1 ULP', position: 'insideEndTop', color: now.text, fontSize: 11},
      };
      // The first lie broadest and lowest: where devices agree, each can still be seen.
      return [naive, ...devices.map((id, k) =>
        line(id, deviceColor(id, now), 1.4 + 1.6 * (devices.length - 1 - k), 2 + k))];
    });
    return {
      ...base,
      axisPointer: {link: [{xAxisIndex: 'all'}]},
      tooltip: {
        ...base.tooltip, trigger: 'axis',
        formatter: (at) => {
          const bins = panels[0].by.naive.length;
          const k = at[0].value[2];
          const panel = panels[at[0].axisIndex] || panels[0];
          return hintHead(binRange(k, bins)) + hintHead(panel.direction === 'FORWARD' ? 'value' : 'slope') +
            hint(now.naive, 'formula as written', ulps(panel.by.naive[k])) +
            devices.map((id) => hint(deviceColor(id, now), id, ulps(panel.by[id][k]))).join('');
        },
      },
      series,
    };
  };
  const ours = Math.max(...devices.map((id) => worstOf(panels, id)));
  const naive = worstOf(panels, 'naive');
  const rows = panels.flatMap((panel) => ['naive', ...devices].map((by) => {
    const worst = panel.worst[by];
    return [panel.direction === 'FORWARD' ? 'value' : 'slope', by === 'naive' ? 'formula as written' : by,
      ulps(worst.ulp), short(worst.x, 7), worst.result, short(worst.truth, 9)];
  }));
  return {
    id: 'error-' + name.toLowerCase().replace(/_/g, '-'),
    title: spoken(name),
    full: `${spoken(name)}: largest error by input`,
    key: errorKey(),
    caption: (devices.length ? `At most ${ulps(ours)} on ${devices.length > 1 ? 'every device' : devices[0]}; ` : 'No device was measured; ') +
      (naive === Infinity ? 'the formula as written gives NaN or an infinity where there is a number.'
        : naive <= 1 ? `the formula as written is as good (${ulps(naive)}).`
        : `the formula as written is off by up to ${ulps(naive)}.`),
    height: 330,
    option,
    headings: ['', 'by', 'largest error', 'at x', 'result', 'truth'],
    rows,
  };
}

function showErrors() {
  const section = byId('accuracy');
  section.querySelector('.intro').append(
    el('p', {}, `The largest error in each of ${data.errors.found[0].by.naive.length} bins that cover all finite float32 inputs, ` +
      `${data.errors.samplesPerBin} inputs tried in each, against the meaning of the function in double precision. ` +
      'One ULP is the spacing of floats at the true value; a correctly rounded result is at most 0.5 off. ' +
      'Grey is the formula as people write it, in float, with functions such as e^x rounded from double, and its derivative by automatic differentiation.'),
    key(errorKey()));
  const parent = section.querySelector('.charts');
  for (const name of ACTIVATIONS) {
    addChart(parent, errorChart(name, data.errors.found.filter((f) => f.function === name)));
  }
}
