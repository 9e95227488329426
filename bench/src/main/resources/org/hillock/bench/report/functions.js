/* Every function and its slope, one small chart each. */

function functionChart(curve, x) {
  const name = spoken(curve.name);
  const least = Math.min(...curve.value);
  const greatest = Math.max(...curve.value);
  // Cut off where a line goes on for ever; whole or half numbers, so that the axis begins at a tick.
  const high = Math.min(Math.ceil(greatest), 3);
  const low = high > 1 ? Math.floor(Math.max(least, -3)) : Math.floor(2 * least) / 2;
  const option = (now) => {
    const style = activationStyle(curve.name, now);
    const line = (label, values, type, width) => ({
      name: label, type: 'line', showSymbol: false, data: x.map((v, i) => [v, values[i]]),
      lineStyle: {color: style.color, type, width}, itemStyle: {color: style.color},
    });
    const base = frame(now, {
      x: {type: 'value', name: 'x', min: -6, max: 6, interval: 3, nameGap: 20, splitLine: {show: false}, axisLine: {onZero: false}},
      y: {type: 'value', name: 'f, f′', nameGap: 28, min: low, max: high, interval: high - low > 2 ? 1 : 0.5},
      grid: {left: 40, right: 10, top: 8, bottom: 36},
    });
    return {
      ...base,
      tooltip: {
        ...base.tooltip, trigger: 'axis',
        formatter: (at) => hintHead('x = ' + short(at[0].value[0])) +
          at.map((point) => hint(style.color, point.seriesName, short(point.value[1], 4))).join(''),
      },
      series: [
        line('f(x)', curve.value, 'solid', 2.2),
        line('f′(x)', curve.slope, [5, 4], 1.8),
      ],
    };
  };
  const at = [-6, -3, -1, -0.5, 0, 0.5, 1, 3, 6].map((v) => x.indexOf(v)).filter((i) => i >= 0);
  return {
    id: 'function-' + curve.name.toLowerCase().replace(/_/g, '-'),
    title: name,
    lead: curve.formula + (curve.parameter ? ', ' + curve.parameter : ''),
    caption: `Values from ${short(least, 2)} to ${short(greatest, 2)}, slopes from ` +
      `${short(Math.min(...curve.slope), 2)} to ${short(Math.max(...curve.slope), 2)} for x from −6 to 6.`,
    height: 190,
    option,
    headings: ['x', 'f(x)', 'f′(x)'],
    rows: at.map((i) => [short(x[i]), short(curve.value[i], 4), short(curve.slope[i], 4)]),
  };
}

function showFunctions() {
  const parent = document.querySelector('#functions .charts');
  for (const curve of data.curves.functions) {
    addChart(parent, functionChart(curve, data.curves.x));
  }
}
