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
