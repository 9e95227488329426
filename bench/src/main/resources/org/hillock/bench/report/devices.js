/* What there is to compute on, what is used and why, and whether the bits are the same. */

function verdict(found) {
  return found.cases > 0 && !found.mismatches && !found.errors
    ? found.denormals ? 'same bits' : 'same bits, subnormals left out'
    : 'FAILED';
}

function showDevices() {
  const {machine, verification} = data;
  const section = byId('devices');
  section.querySelector('.intro').append(
    el('p', {}, `Used when none is asked for: ${machine.chosen}, for ${machine.choice}.`),
    machine.openClUnavailable ? el('p', {}, 'OpenCL cannot be used: ' + machine.openClUnavailable) : '',
    machine.refusals.length ? el('ul', {}, ...machine.refusals.map((why) => el('li', {}, why))) : '');
  const tables = section.querySelector('.tables');
  tables.append(
    table('Devices', ['id', 'name', 'platform', 'driver', 'type', 'units', 'memory', 'fma', 'subnormals'],
      machine.devices.map((d) => [d.id, d.name, d.platform, d.driver, d.type, String(d.computeUnits),
        (d.memoryBytes / 2 ** 30).toFixed(1) + ' GiB', d.fma ? 'yes' : 'no', d.denormals ? 'kept' : 'count as zero'])),
    table('Verification: a few dozen small cases of every operation, compared with the CPU implementation bit by bit (hillock verify has thousands)',
      ['id', '', 'cases', 'elements', 'mismatches', 'errors'],
      verification.map((v) => [v.id, verdict(v), String(v.cases), v.elements.toLocaleString('en'), String(v.mismatches), String(v.errors)])));
  const failures = verification.flatMap((v) => v.failures.map((f) => [v.id, f.op, f.direction, f.shape, f.placement, f.message]));
  if (failures.length) {
    tables.append(table('What failed', ['id', 'operation', 'direction', 'shape', 'placement', 'what'], failures));
  }
}

/** The figures at the head of the page. */
function showFacts() {
  const {machine, verification, errors} = data;
  const cases = verification.reduce((sum, v) => sum + v.cases, 0);
  const bad = verification.reduce((sum, v) => sum + v.mismatches + v.errors, 0);
  const ours = Math.max(...DEVICES.map((id) => worstOf(errors.found, id)));
  const naive = errors.found.map((f) => number(f.worst.naive.ulp)).filter(Number.isFinite);
  const fact = (figure, words) => el('div', {}, el('dt', {}, words), el('dd', {}, figure));
  byId('facts').append(
    fact(bad ? `${bad} of ${cases}` : `${cases} of ${cases}`, bad ? 'results differ or failed' : 'results have the CPU’s bits'),
    fact(`${short(ours)} ULP`, 'largest error met on any device'),
    fact(`${short(Math.max(...naive), 2)} ULP`, 'largest error of the formulas as written'),
    fact(String(machine.devices.length), machine.devices.length === 1 ? 'device' : 'devices'));
  byId('made').textContent = `${machine.version}, ${machine.date}; ${machine.java}, ${machine.os}, ${machine.processors} processors` +
    (machine.quick ? '; a first look (--quick).' : '.');
}
