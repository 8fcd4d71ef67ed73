import { type Finding, formatLocation, type Severity, severities } from '../finding';
import type { Report } from '../report';
import { count, describePlace, filesFirst, printable, titleOf, withoutCommand } from './subject';

/** GitHub shows this many annotations of each level and step, and drops the rest. */
const shown = 10;

/**
 * A report as workflow commands of GitHub Actions, which it shows as annotations of the changed lines. Findings of one rule
 * at one line become one annotation. Those beyond what GitHub shows are lines of the log, in a group.
 */
export function githubReport(report: Report): string {
  const annotations = grouped(report.findings);
  const lines: string[] = [];
  let rest: Finding[] = [];
  for (const severity of [...severities].reverse()) {
    const ofSeverity = annotations.filter(([finding]) => finding!.severity === severity);
    lines.push(...ofSeverity.slice(0, shown).map(annotation));
    rest = rest.concat(ofSeverity.slice(shown).flat());
  }
  for (const { file, line, why } of report.skipped.filter(({ kind }) => kind === 'unreadable')) {
    lines.push(command('warning', { file, line, title: 'not checked' }, why));
  }
  const more =
    rest.length > 0 ? [`::group::${count(rest.length, 'more finding')}`, ...rest.map(logLine), '::endgroup::'] : [];
  const { error, warning, info } = report.summary.findings;
  const total = `${count(error, 'error')}, ${count(warning, 'warning')}, ${count(info, 'info')}`;
  return [...lines, ...more, total].map((line) => `${line}\n`).join('');
}

function grouped(findings: readonly Finding[]): Finding[][] {
  const byPlace = new Map<string, Finding[]>();
  for (const finding of findings) {
    const [{ object, path }] = filesFirst(finding.at);
    const key = JSON.stringify([finding.rule, finding.severity, finding.cluster, formatLocation(object.locate(path))]);
    const group = byPlace.get(key);
    if (group) group.push(finding);
    else byPlace.set(key, [finding]);
  }
  return [...byPlace.values()];
}

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

function annotation(findings: readonly Finding[]): string {
  const { rule, severity, cluster, at } = findings[0]!;
  const [{ object, path }] = filesFirst(at);
  const location = object.locate(path);
  const place = 'construct' in location ? {} : { file: location.file, line: location.line, col: location.column };
  const environment = cluster === undefined ? '' : ` [${cluster}]`;
  return command(
    levels[severity],
    { ...place, title: `${rule}: ${titleOf(object.manifest)}${environment}` },
    findings.map(body).join('\n\n'),
  );
}

function body({ message, fix, at, arithmetic = [] }: Finding): string {
  const [, ...related] = filesFirst(at);
  const others = related.map((place) => {
    return `see ${formatLocation(place.object.locate(place.path))}: ${describePlace(place)}`;
  });
  return [message, ...arithmetic, ...others, `fix: ${fix}`].map(printable).join('\n');
}

/** With a dash before it, so that no text of a manifest stands where a command would. */
function logLine({ rule, severity, at: [{ object, path }], message, fix }: Finding): string {
  const text = `${severity} ${rule} ${formatLocation(object.locate(path))} ${message}; fix: ${fix}`;
  return withoutCommand(`- ${printable(text)}`);
}

function command(
  name: string,
  properties: Readonly<Record<string, string | number | undefined>>,
  message: string,
): string {
  const given = Object.entries(properties).filter(([, value]) => value !== undefined);
  return `::${name} ${given.map(([key, value]) => `${key}=${escapeProperty(String(value))}`).join(',')}::${escapeData(message)}`;
}

/** As the runner reads it back: @actions/core `command.ts`. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
