/* Networks that were trained: for each setting (data, layers, learning rate) four charts with one
 * line for each activation. */

/** The dead share of all units: of each hidden layer by its size, where the sizes are known. */
function deadOf(run, epoch) {
  const hidden = run.layers.slice(1, -1);
  const sizes = epoch.deadShare.map((_, i) => (hidden.length === epoch.deadShare.length ? hidden[i] : 1));
  const dead = epoch.deadShare.reduce((sum, share, i) => sum + number(share) * sizes[i], 0);
  return dead / Math.max(1, sizes.reduce((sum, size) => sum + size, 0));
}

/** The sizes of layers; many alike as 8×32. */
function layersOf(run) {
  const same = [];
  for (const size of run.layers) {
    const before = same[same.length - 1];
    if (before && before.size === size) {
      before.times++;
    } else {
      same.push({size, times: 1});
    }
  }
  return same.map(({size, times}) => (times > 1 ? `${times}×${size}` : size)).join('–');
}

/** Runs that differ in nothing but the activation. */
function settings(runs) {
  const groups = new Map();
  for (const run of runs) {
    const title = `${run.data}, layers ${layersOf(run)}, learning rate ${short(run.learningRate)}`;
    groups.set(title, [...(groups.get(title) || []), run]);
  }
  return [...groups].map(([title, members]) => ({title, runs: members}));
}

/** Names for the ends of lines: one for those that end together, with how many more there are. */
function apart(runs, series, log) {
  const place = (v) => (log ? Math.log10(v) : v);
  const all = runs.flatMap(series).map(place).filter(Number.isFinite);
  const height = (run) => {
    const values = series(run);
    return (place(values[values.length - 1]) - Math.min(...all)) / (Math.max(...all) - Math.min(...all) || 1);
  };
  const outermost = runs.filter((run) => Number.isFinite(height(run)))
    .sort((a, b) => Math.abs(height(b) - 0.5) - Math.abs(height(a) - 0.5));
  const crowds = [];
  for (const run of outermost) {
    const crowd = crowds.find(([first]) => Math.abs(height(first) - height(run)) <= 0.12);
    if (crowd) {
      crowd.push(run);
    } else {
      crowds.push([run]);
    }
  }
  return new Map(crowds.map((crowd) =>
    [crowd[0], spoken(crowd[0].activation) + (crowd.length > 1 ? ` +${crowd.length - 1}` : '')]));
}

/** One line for each run over what is on the x axis; names stand at the ends of the lines. */
function runsChart({id, title, caption, group, x, y, log, max, back, series, from, figure}) {
  // Where the axis runs back, it counts from -n up to -1 and leaves the sign away.
  const points = (run) => (back ? [...series(run)].reverse() : series(run));
  const option = (now, width) => {
    const wide = width > 300;
    const named = wide ? apart(group.runs, points, log) : new Map();
    const base = frame(now, {
      x: {type: 'value', name: x + (back ? ', from the last back to the first' : ''), min: 'dataMin', max: 'dataMax', minInterval: 1, axisLabel: {formatter: Math.abs}, splitLine: {show: false}, axisLine: {onZero: false}},
      y: {type: log ? 'log' : 'value', name: y, nameGap: 42, position: 'left', axisLabel: {formatter: figure}, ...(log ? {} : {min: 0, max: max || null})},
      grid: {left: 58, right: wide ? 92 : 14, top: 12, bottom: 40},
    });
    return {
      ...base,
      tooltip: {
        ...base.tooltip, trigger: 'axis', order: 'valueDesc',
        formatter: (at) => hintHead(`${x} ${Math.abs(at[0].value[0])}`) +
          at.map((p) => hint(p.color, p.seriesName, p.value[1] === null ? 'not a number' : short(p.value[1]))).join(''),
      },
      series: group.runs.map((run) => {
        const style = activationStyle(run.activation, now);
        return {
          name: spoken(run.activation), type: 'line', showSymbol: series(run).length < 2, symbolSize: 6,
          data: points(run).map((v, i, all) => [back ? i - all.length : i + from, Number.isFinite(v) && (!log || v > 0) ? v : null]),
          lineStyle: {...style, width: 1.8}, itemStyle: {color: style.color},
          endLabel: {show: named.has(run), formatter: named.get(run), color: style.color, fontSize: 10, distance: 4},
        };
      }),
    };
  };
  return {
    id, title, caption, option, height: 240,
    full: `${title}: ${group.title}`,
    key: activationKey(group.runs.map((run) => run.activation)),
    headings: ['', `first (${x} ${from})`, 'last'],
    rows: group.runs.map((run) => {
      const values = series(run);
      return [spoken(run.activation), short(values[0]), short(values[values.length - 1])];
    }),
  };
}

/** A share at an axis, with a decimal where it needs one. */
const share = (v) => short(100 * v, 2) + ' %';

/** A power of ten at an axis. */
const decade = (v) => (v >= 0.01 && v <= 1000 ? short(v, 1) : power(Math.round(Math.log10(v))));

const last = (run) => run.epochs[run.epochs.length - 1];

/** The run of a group with the most, or the least, of something; what is not a number is neither. */
function extreme(runs, measure, sign) {
  const numbers = runs.filter((run) => Number.isFinite(measure(run)));
  return numbers.length ? numbers.reduce((a, b) => (sign * measure(b) > sign * measure(a) ? b : a)) : null;
}

const fall = (run) => {
  const norms = last(run).gradientNorm.map(number);
  return norms[0] / norms[norms.length - 1];
};
const deadAtTheEnd = (run) => deadOf(run, last(run));

function groupCharts(group, i) {
  const said = (run, words) => (run ? words(run) : 'No run gave numbers.');
  const name = (run) => spoken(run.activation);
  return [
    runsChart({
      id: `accuracy-${i}`, title: 'Test accuracy', group, x: 'epoch', y: 'share told right', from: 1,
      series: (run) => run.epochs.map((e) => number(e.testAccuracy)), figure: share, max: 1,
      caption: said(extreme(group.runs, (r) => number(last(r).testAccuracy), 1), (best) =>
        `${name(best)} ends best, at ${percent(last(best).testAccuracy)}; ` +
        said(extreme(group.runs, (r) => number(last(r).testAccuracy), -1), (worst) => `${name(worst)} last, at ${percent(last(worst).testAccuracy)}.`)),
    }),
    runsChart({
      id: `loss-${i}`, title: 'Loss', group, x: 'epoch', y: 'mean cross-entropy, nats', from: 1, log: true,
      series: (run) => run.epochs.map((e) => number(e.loss)), figure: decade,
      caption: said(extreme(group.runs, (r) => number(last(r).loss), -1), (best) => `${name(best)} ends lowest, at ${short(last(best).loss)}.`),
    }),
    runsChart({
      id: `dead-units-${i}`, title: 'Dead units', group, x: 'epoch', y: 'share of units', from: 1,
      series: (run) => run.epochs.map((e) => deadOf(run, e)), figure: share,
      caption: said(extreme(group.runs, deadAtTheEnd, 1), (worst) => deadAtTheEnd(worst) > 0
        ? `${percent(deadAtTheEnd(worst))} of ${name(worst)}’s units are dead at the end; ` +
          `without any: ${list(group.runs.filter((r) => deadAtTheEnd(r) === 0).map(name)) || 'none'}.`
        : 'No unit is dead at the end.'),
    }),
    runsChart({
      id: `gradient-flow-${i}`, title: 'Gradient flow', group, x: 'layer', y: 'norm, last epoch', from: 1, log: true, back: true,
      series: (run) => last(run).gradientNorm.map(number), figure: decade,
      caption: said(extreme(group.runs, fall, -1), (worst) =>
        `From the last layer back to the first the gradient keeps ${short(fall(worst), 2)} of its norm with ${name(worst)}; ` +
        said(extreme(group.runs, fall, 1), (best) => `${short(fall(best), 2)} with ${name(best)}.`)),
    }),
  ];
}

function showTraining() {
  const section = byId('training');
  const intro = section.querySelector('.intro');
  if (!data.experiment) {
    intro.append(el('p', {}, 'No network was trained: this is a first look. ', el('code', {}, 'bench/hillock report'),
      ' without ', el('code', {}, '--quick'), ' trains small networks with every activation and draws here what became of them: ' +
      'accuracy, dead units and the flow of gradients.'));
    return;
  }
  const groups = settings(data.experiment.runs);
  intro.append(
    el('p', {}, `Small networks trained on ${data.experiment.device}, ${data.experiment.runs.length} runs. ` +
      'A unit is dead when no sample of an epoch makes it answer or lets a gradient through; gradient flow is the norm of the gradient at each layer.'),
    key(activationKey([...new Set(data.experiment.runs.map((run) => run.activation))])));
  const parent = section.querySelector('.groups');
  groups.forEach((group, i) => {
    const inner = el('div', {class: 'charts'});
    const verdicts = group.runs.filter((run) => run.verdict);
    parent.append(el('section', {class: 'group'}, el('h3', {}, group.title), inner,
      verdicts.length ? el('ul', {class: 'verdicts'}, ...verdicts.map((run) => el('li', {}, el('b', {}, run.name + ': '), run.verdict))) : null));
    groupCharts(group, i + 1).forEach((chart) => addChart(inner, chart));
  });
  // For pictures: the chart of the setting where it shows most.
  const most = (measure) => groups.map((g, i) => [Math.max(...g.runs.map(measure).filter(Number.isFinite), -Infinity), i + 1])
    .reduce((a, b) => (b[0] > a[0] ? b : a))[1];
  const steepest = (run) => Math.abs(Math.log(fall(run)));
  aliases['dead-units'] = 'dead-units-' + most(deadAtTheEnd);
  aliases['gradient-flow'] = 'gradient-flow-' + most(steepest);
  aliases.accuracy = 'accuracy-' + most(deadAtTheEnd);
  aliases.loss = 'loss-' + most(deadAtTheEnd);
}
