/* Speed as a share of a plain copy: a row for each operation, a dot for each device or library. */

const WAYS = [
  {direction: 'FORWARD', word: 'forward', symbol: 'circle', shift: -0.16},
  {direction: 'BACKWARD', word: 'backward', symbol: 'diamond', shift: 0.16},
];

const megabytes = (elements) =>
  elements * 4 < 1 << 20 ? (elements * 4) / 1024 + ' KiB' : (elements * 4) / (1 << 20) + ' MiB';

/** Dots are {by, op, direction, share, gbps}; colours come by the name of who was measured. */
function dotChart({id, title, full, key, keyInside, caption, dots, axis, color}) {
  const ops = [...new Set(dots.map((dot) => dot.op))];
  const owners = [...new Set(dots.map((dot) => dot.by))];
  const most = Math.max(...dots.map((dot) => dot.share));
  const option = (now, width) => {
    const base = frame(now, {
      x: {
        type: 'value', name: axis, min: 0, max: Math.max(1.25, Math.ceil(most * 4) / 4),
        axisLabel: {formatter: (v) => Math.round(100 * v) + ' %'},
      },
      y: {
        type: 'value', name: '', inverse: true, min: -0.6, max: ops.length - 0.4, interval: 1,
        axisLabel: {show: false}, axisTick: {show: false}, splitLine: {show: false}, axisLine: {show: false},
      },
      grid: {left: width < 340 ? 92 : 104, right: 18, top: 16, bottom: 44},
    });
    const series = owners.flatMap((by) => WAYS.map((way) => ({
      name: by, type: 'scatter', symbol: way.symbol, symbolSize: way.symbol === 'circle' ? 10 : 12,
      data: dots.filter((dot) => dot.by === by && dot.direction === way.direction)
        .map((dot) => ({value: [dot.share, ops.indexOf(dot.op) + way.shift], dot})),
      itemStyle: way.symbol === 'circle'
        ? {color: color(by, now), opacity: 0.9}
        : {color: now.ground, borderColor: color(by, now), borderWidth: 2},
    })));
    // The names of the rows, and a hair line for each.
    const rows = {
      type: 'scatter', silent: true, data: ops.map((op, i) => [0, i]), symbolSize: 0.001,
      label: {
        show: true, position: 'left', distance: 8, color: now.text, fontSize: 11,
        formatter: (point) => spoken(ops[point.value[1]]),
      },
      markLine: {
        silent: true, symbol: 'none', label: {show: false},
        data: [
          ...ops.map((op, i) => ({yAxis: i, lineStyle: {color: now.line, type: 'solid', width: 1}})),
          {xAxis: 1, label: {show: true, formatter: 'a copy', color: now.text, fontSize: 11, position: 'start', distance: 3}, lineStyle: {color: now.text, type: [3, 3], width: 1}},
        ],
      },
    };
    return {
      ...base,
      tooltip: {
        ...base.tooltip, trigger: 'item',
        formatter: ({data: {dot}}) => hintHead(spoken(dot.op) + ', ' + dot.direction.toLowerCase()) +
          hint(color(dot.by, now), dot.by, `${percent(dot.share)} of a copy, ${short(dot.gbps)} GB/s`),
      },
      series: [rows, ...series],
    };
  };
  return {
    id, title, full, key, keyInside, caption, option,
    height: 60 + 30 * ops.length,
    headings: ['operation', 'direction', ...owners],
    rows: ops.flatMap((op) => WAYS.map((way) => [spoken(op), way.word, ...owners.map((by) => {
      const dot = dots.find((d) => d.op === op && d.by === by && d.direction === way.direction);
      return dot ? `${percent(dot.share)} (${short(dot.gbps)} GB/s)` : null;
    })])),
  };
}

/** Ours, first in the list, has the colour of the CPU; others have none that a device is likely to have. */
const peerHue = (i) => (i === 0 ? 0 : i + 2);

const peersKey = ({peers}) => Object.entries(peers).map(([id, what], i) =>
  ({style: `background:var(--hue-${peerHue(i) % HUES.light.length})`, word: `${id}: ${what}`}));

const middleOf = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** One chart for each size, with the devices that were timed on it. */
function speedChart(elements, speeds) {
  const dots = speeds.flatMap((speed) => speed.results.filter((r) => r.data === 'resident').map((r) => (
    {by: speed.device, op: r.op, direction: r.direction, share: r.ofCopy, gbps: r.gbps})));
  const parts = speeds.map((speed) =>
    `${speed.device} ${percent(middleOf(dots.filter((d) => d.by === speed.device).map((d) => d.share)))} of its copy’s ${short(speed.copyGbps)} GB/s`);
  return dotChart({
    id: 'speed-' + elements,
    title: `${speeds[0].shape.replace(/x/g, '×')}, ${megabytes(elements)}`,
    full: `Speed beside a plain copy: ${megabytes(elements)} (full: forward, hollow: backward)`,
    key: deviceKey(),
    caption: `The median operation: ${list(parts)}.`,
    dots,
    axis: 'share of a plain copy’s bytes a second',
    color: deviceColor,
  });
}

/** Other libraries on the CPU, on the largest arrays that they were given. */
function peersChart(peers) {
  const copy = peers.cells.find((cell) => cell.op === 'COPY');
  const ids = Object.keys(peers.peers);
  const best = copy && Math.max(...copy.outcomes.map((o) => o.gbps || 0));
  if (!best) {
    return null;
  }
  const seen = new Set();
  const cells = peers.cells.filter((cell) => {
    const name = cell.op + cell.direction;
    const first = cell.op !== 'COPY' && !seen.has(name);
    seen.add(name);
    return first;
  });
  const dots = cells.flatMap((cell) => cell.outcomes.filter((o) => o.gbps !== null).map((o) => (
    {by: o.peer, op: cell.op, direction: cell.direction, share: o.gbps / best, gbps: o.gbps})));
  const median = (id) => percent(middleOf(dots.filter((d) => d.by === id).map((d) => d.share)));
  const shapes = [...new Set(cells.map((cell) => cell.shape))].join(' and ');
  return dotChart({
    id: 'peers',
    title: 'Other libraries on the CPU',
    full: 'Other libraries on the CPU (full: forward, hollow: backward)',
    key: peersKey(peers),
    keyInside: true,
    caption: `From an earlier run of hillock peers. The median operation, as a share of what the fastest copy moves (${short(best)} GB/s): ` +
      list(ids.map((id) => `${id} ${median(id)}`)) + `. ${peers.threads} threads each, ${shapes.replace(/x/g, '×')} elements.`,
    dots,
    axis: 'share of the fastest copy’s bytes a second',
    color: (id, now) => now.hue(peerHue(ids.indexOf(id))),
  });
}

function showSpeed() {
  const section = byId('speed');
  const intro = section.querySelector('.intro');
  const parent = section.querySelector('.charts');
  intro.append(el('p', {}, 'Bytes that have to move (8 an element forward, 12 backward) by the median time, beside a plain copy of as much data on the same device; ' +
    'tensors that are on the device already; everything timed in turn. Full dots are forward, hollow diamonds backward. ' +
    (data.machine.quick ? 'This was a first look, of a few rounds each: rough figures.' : '')));
  intro.append(key(deviceKey()));
  const sizes = [...new Set(data.speeds.map((speed) => speed.elements))].sort((a, b) => a - b);
  for (const elements of sizes) {
    addChart(parent, speedChart(elements, data.speeds.filter((speed) => speed.elements === elements)));
  }
  aliases.speed = 'speed-' + sizes[sizes.length - 1];
  const slow = DEVICES.filter((id) => data.speeds.filter((s) => s.device === id).length < sizes.length);
  if (slow.length) {
    intro.append(el('p', {}, `Not timed on all sizes, for it would have taken too long or failed: ${list(slow)}.`));
  }
  const chart = data.peers && peersChart(data.peers);
  if (chart) {
    addChart(parent, chart);
  }
}
