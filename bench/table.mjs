/** The results for one fleet as a Markdown table; `smaller` are those of the fleet before, for the growth. */
export function fleetTable(results, smaller) {
  const own = results.get('steward');
  const header = ['tool', 'wall s', 'CPU s', 'peak MiB', 'wall ratio', 'CPU ratio'];
  if (smaller) header.push('growth, wall / CPU');
  const rows = [...results.values()].map((result) => {
    if (!result.wall) return [result.title, result.note, ...header.slice(2).map(() => '')];
    const before = smaller && [...smaller.values()].find(({ title }) => title === result.title);
    const growth = before?.wall ? `${times(result.wall, before.wall)} / ${times(result.cpu, before.cpu)}` : '';
    return [
      result.title,
      result.wall.toFixed(2),
      result.cpu.toFixed(2),
      result.peak.toFixed(0),
      own?.wall ? times(result.wall, own.wall) : '',
      own?.wall ? times(result.cpu, own.cpu) : '',
      ...(smaller ? [growth] : []),
    ];
  });
  return markdown(header, rows);
}

/** How long each linter takes for each number of objects, and how it compares. */
export function checkTable(resultsBySize) {
  const sizes = [...resultsBySize.keys()];
  const header = [
    'tool',
    ...sizes.flatMap((size) => [`${size.toLocaleString('en')}: wall s`, 'CPU s', 'MiB', 'wall ratio']),
  ];
  const [first] = resultsBySize.values();
  const rows = [...first.keys()].map((name) => [
    first.get(name).title,
    ...sizes.flatMap((size) => {
      const results = resultsBySize.get(size);
      const result = results.get(name);
      if (!result.wall) return [result.note, '', '', ''];
      const figures = [result.wall.toFixed(2), result.cpu.toFixed(2), result.peak.toFixed(0)];
      return [...figures, times(result.wall, results.get('steward').wall)];
    }),
  ]);
  return markdown(header, rows);
}

/** How fast each tool deletes, what it needs for it, and what it asks of the API server; the peer's rate is the unit. */
export function sweepTable(results) {
  const peer = results.get('peer');
  const header = [
    'tool',
    'objects/s',
    'wall s',
    'CPU s',
    "servers' CPU s",
    'peak MiB',
    'calls an object',
    'pages',
    'other calls',
  ];
  if (peer?.wall) header.push(`times ${peer.title}`);
  const rows = [...results.values()].map((result) => {
    if (!result.wall) return [result.title, result.note, ...header.slice(2).map(() => '')];
    const { lists, perObject, others } = callShares(result.calls);
    return [
      result.title,
      (result.size / result.wall).toFixed(0),
      result.wall.toFixed(1),
      result.cpu.toFixed(1),
      result.serverCpu.toFixed(1),
      result.peak.toFixed(0),
      (perObject / result.size).toFixed(2),
      lists,
      others,
      ...(peer?.wall ? [times(peer.wall, result.wall)] : []),
    ];
  });
  return markdown(header, rows);
}

/** How long runs take that keep a rate of calls, and how long the rate alone would make them. */
export function paceTable(results, qps) {
  const header = ['run', 'calls', 'calls/s', 'wall s', 'by the rate alone s', 'ratio', 'peak MiB'];
  const rows = results.map(({ title, size, calls, wall, peak }) => {
    const made = [...calls.values()].reduce((sum, count) => sum + count, 0);
    // Looks for a pause keep a rate of their own; twice as many as a second has may be made at once at the beginning.
    const least = (made - calls.get('get namespaces') - 2 * qps) / qps;
    const name = `${title}, ${size.toLocaleString('en')}`;
    const figures = [(made / wall).toFixed(1), wall.toFixed(1), least.toFixed(1), times(wall, least), peak.toFixed(0)];
    return [name, made, ...figures];
  });
  return markdown(header, rows);
}

/** Pages of lists, calls that are made for each object, and the rest. */
function callShares(calls) {
  const sum = (isWanted) => [...calls].reduce((total, [call, count]) => total + (isWanted(call) ? count : 0), 0);
  const isList = (call) => call.startsWith('list ');
  const isForOne = (call) => ['get workflows', 'delete workflows', 'patch workflows', 'create events'].includes(call);
  const [lists, perObject] = [sum(isList), sum(isForOne)];
  return { lists, perObject, others: sum(() => true) - lists - perObject };
}

/** What loading the package costs on top of cdk8s. */
export function importTable(cdk8s, steward) {
  const row = (name, { wall, cpu, peak }) => [
    `\`require('${name}')\``,
    ...[wall * 1_000, cpu * 1_000, peak].map((figure) => figure.toFixed(0)),
  ];
  return markdown(['process', 'wall ms', 'CPU ms', 'peak MiB'], [row('cdk8s', cdk8s), row('cdk8s-steward', steward)]);
}

function markdown(header, rows) {
  const alignment = header.map((_, column) => (column === 0 ? '---' : '--:'));
  return [header, alignment, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function times(figure, unit) {
  return `${(figure / unit).toFixed(figure / unit < 10 ? 2 : 1)}`;
}
