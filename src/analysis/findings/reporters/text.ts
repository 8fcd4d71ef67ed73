import { type Finding, formatLocation, formatPath, type Place, type Severity, severities } from '../finding';
import type { Report, Skipped, Summary } from '../report';
import type { Suppressed } from '../suppression';
import { quotaBars } from './quota-bars';
import { type Paint, paint as painted, type Style, wrap } from './style';
import { count, printable, titleOf, withoutCommand } from './subject';

export interface TextOptions {
  /** Whether to use a terminal's colours. @default false */
  readonly color?: boolean;
  /** Characters a line may have; paths and names are never broken. @default 100 */
  readonly width?: number;
  /** Whether to list suppressed findings with their reasons. @default false - they are counted */
  readonly suppressed?: boolean;
}

/** A report for people: findings grouped by object, a bar for each quota, a summary line at the end. */
export function textReport(
  report: Report,
  { color = false, width = 100, suppressed = false }: TextOptions = {},
): string {
  const paint = painted(color);
  const blocks = [
    ...groups(report.findings).map((group) => written(objectBlock(group, width, paint))),
    written(suppressed ? suppressedBlock(report.suppressed, width, paint) : []),
    written(unreadBlock(report.skipped, width, paint)),
    written(
      report.quotas.length > 0
        ? ['Quotas: what the workloads ask for at their peak', ...quotaBars(report.quotas, paint)]
        : [],
    ),
    written([summaryLine(report.summary, paint)]),
  ];
  return blocks.filter((block) => block !== '').join('\n');
}

function written(lines: readonly string[]): string {
  return lines.map((line) => `${withoutCommand(line)}\n`).join('');
}

/** Findings of one object, in the order in which the objects first appear. */
function groups(findings: readonly Finding[]): Finding[][] {
  const byObject = new Map<unknown, Finding[]>();
  for (const finding of findings) {
    const group = byObject.get(finding.at[0].object);
    if (group) group.push(finding);
    else byObject.set(finding.at[0].object, [finding]);
  }
  return [...byObject.values()];
}

function objectBlock(findings: readonly Finding[], width: number, paint: Paint): string[] {
  const { at, cluster } = findings[0]!;
  const environment = cluster === undefined ? '' : `[${printable(cluster)}] `;
  const title = `${environment}${paint(titleOf(at[0].object.manifest), 'bold')}`;
  return [title, ...findings.flatMap((finding) => ['', ...findingLines(finding, width, paint)])];
}

/** What stands left of a line: a label, right-aligned, or as much space. */
const margin = 11;

function findingLines(finding: Finding, width: number, paint: Paint): string[] {
  const { rule, severity, message, fix, at, arithmetic = [] } = finding;
  const indent = ' '.repeat(margin);
  const prose = (text: string) => wrap(printable(text), width - margin);
  const [remedy = '', ...moreRemedy] = prose(fix);
  return [
    `${paint(severity.padStart(margin - 2), ...styleOf[severity])}  ${paint(rule, 'bold')}`,
    ...prose(message).map((line) => `${indent}${line}`),
    ...places(at, width - margin).map((line) => `${indent}${paint(line, 'dim')}`),
    ...arithmetic.map((line) => `${indent}${paint('|', 'dim')} ${printable(line)}`),
    `${paint('fix'.padStart(margin - 2), 'green')}  ${remedy}`,
    ...moreRemedy.map((line) => `${indent}${line}`),
  ];
}

const styleOf: Readonly<Record<Severity, readonly Style[]>> = {
  error: ['red', 'bold'],
  warning: ['yellow', 'bold'],
  info: ['cyan', 'bold'],
};

/** Each place as `file:line  field`, on two lines where that is too long; whose field it is, where not the object's above. */
function places(at: readonly Place[], width: number): string[] {
  const rows = at.map(({ object, path }) => {
    const other = object === at[0]!.object ? '' : titleOf(object.manifest);
    const words = [printable(formatPath(path)), other].filter((word) => word !== '').join(' of ');
    return { location: printable(formatLocation(object.locate(path))), words };
  });
  const column = rows.reduce((widest, { location }) => Math.max(widest, location.length), 0);
  if (rows.some(({ words }) => column + 2 + words.length > width)) {
    return rows.flatMap(({ location, words }) => (words === '' ? [location] : [location, `  ${words}`]));
  }
  return rows.map(({ location, words }) => `${location.padEnd(column)}  ${words}`.trimEnd());
}

function suppressedBlock(suppressed: readonly Suppressed[], width: number, paint: Paint): string[] {
  if (suppressed.length === 0) return [];
  const rows = suppressed.flatMap(({ finding, reason }) => {
    const [{ object, path }] = finding.at;
    const location = printable(formatLocation(object.locate(path)));
    const [first = '', ...more] = wrap(printable(`because ${reason}`), width - 4);
    return [
      `  ${finding.rule}  ${titleOf(object.manifest)}  ${paint(location, 'dim')}`,
      ...[first, ...more].map((line) => `    ${line}`),
    ];
  });
  return ['Suppressed', ...rows];
}

/** What is no Kubernetes object is counted only: every folder has such files. One line for all that have the same reason. */
function unreadBlock(skipped: readonly Skipped[], width: number, paint: Paint): string[] {
  const byReason = new Map<string, Skipped[]>();
  for (const part of skipped.filter(({ kind }) => kind !== 'foreign')) {
    // The parser's words about two files are alike, but their lines are not.
    const key = part.line === undefined ? part.why : `${part.file}:${part.line}`;
    const alike = byReason.get(key);
    if (alike) alike.push(part);
    else byReason.set(key, [part]);
  }
  if (byReason.size === 0) return [];
  const rows = [...byReason.values()].flatMap(([first, ...more]) => {
    const { file, line, why } = first!;
    const place = `${file}${line === undefined ? '' : `:${line}`}`;
    const others = more.length === 0 ? '' : ` and ${more.length} more`;
    return [`  ${printable(place)}${others}`, ...wrap(printable(why), width - 4).map((text) => `    ${text}`)];
  });
  return [paint('Not checked', 'yellow'), ...rows];
}

/** What was found in how much, on one line. */
export function summaryLine({ objects, files, findings, ...rest }: Summary, paint: Paint = painted(false)): string {
  const words: Record<Severity, string> = { error: 'error', warning: 'warning', info: 'info' };
  const counted = [...severities]
    .reverse()
    .filter((severity) => findings[severity] > 0)
    .map((severity) =>
      paint(
        count(findings[severity], words[severity], severity === 'info' ? 'infos' : undefined),
        ...styleOf[severity],
      ),
    );
  const found = counted.length > 0 ? counted.join(', ') : paint('no findings', 'green', 'bold');
  const asides = [
    rest.suppressed > 0 ? `${rest.suppressed} suppressed` : '',
    rest.known > 0 ? `${rest.known} known from the baseline` : '',
    rest.skipped > 0 ? `${rest.skipped} skipped` : '',
  ].filter((aside) => aside !== '');
  return [`${found} in ${count(objects, 'object')} of ${count(files, 'file')}`, ...asides].join(' · ');
}
