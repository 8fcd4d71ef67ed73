import { fingerprint } from '../baseline';
import type { Finding, Location, Place, Severity } from '../finding';
import type { Report, Skipped } from '../report';
import type { Suppressed } from '../suppression';
import { describePlace, filesFirst, printable, titleOf } from './subject';

/** What a viewer of SARIF shows of a rule. */
export interface RuleDescription {
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  /** Where its page can be read. */
  readonly helpUri: string;
  /** Its page, in Markdown. @default - a link to it */
  readonly page?: string;
}

export interface SarifOptions {
  /** Version of this package. */
  readonly version: string;
  /** Every rule that was run, or whose findings the report has. */
  readonly rules: readonly RuleDescription[];
  /** Whether to write suppressed findings too. @default false - GitHub would show them as open alerts */
  readonly suppressed?: boolean;
}

/**
 * A report as SARIF 2.1.0, with what GitHub code scanning asks for beyond the schema. The fingerprint has a key of its own:
 * `primaryLocationLineHash` is computed by GitHub's upload action, which complains of any other value.
 */
export function sarifReport(report: Report, { version, rules, suppressed = false }: SarifOptions): string {
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  const result = (finding: Finding) => resultOf(finding, indexes);
  const results = [
    ...report.findings.map(result),
    ...(suppressed ? report.suppressed.map((entry) => ({ ...result(entry.finding), ...suppressionOf(entry) })) : []),
  ];
  const driver = {
    name: 'cdk8s-steward',
    semanticVersion: version,
    informationUri: 'https://www.npmjs.com/package/cdk8s-steward',
    rules: rules.map(ruleOf),
  };
  const unread = report.skipped.filter(({ kind }) => kind === 'unreadable').map(notificationOf);
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver },
        columnKind: 'utf16CodeUnits',
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: unread }],
        results,
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

function ruleOf({ id, severity, title, helpUri, page }: RuleDescription) {
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: title },
    help: { text: `${title}: ${helpUri}`, markdown: page },
    helpUri,
    defaultConfiguration: { level: levels[severity] },
    // GitHub sorts by these, and hides by default what has none.
    properties: { precision: 'high', 'problem.severity': severity === 'info' ? 'recommendation' : severity },
  };
}

function resultOf(finding: Finding, indexes: ReadonlyMap<string, number>) {
  const { rule, severity, at, cluster } = finding;
  const [first, ...others] = filesFirst(at);
  return {
    ruleId: rule,
    ruleIndex: indexes.get(rule),
    level: levels[severity],
    message: { text: textOf(finding) },
    locations: [locationOf(first)],
    relatedLocations:
      others.length === 0 ? undefined : others.map((place, index) => ({ id: index + 1, ...locationOf(place) })),
    partialFingerprints: { 'steward/v1': fingerprint(finding) },
    properties: cluster === undefined ? undefined : { environment: cluster },
  };
}

/** GitHub shows the first sentence where space is short, and links the other places where they are mentioned. */
function textOf({ message, arithmetic = [], at, fix }: Finding): string {
  const [, ...related] = filesFirst(at);
  const others = related.map((place, index) => `See [${escapeLink(describePlace(place))}](${index + 1}).`);
  const steps = [message, ...arithmetic].map((text) => `${withoutLink(text)}.`);
  return [...steps, ...others, `Fix: ${withoutLink(fix)}.`].join('\n');
}

/** A viewer makes a link of `[text](target)`, and those of manifests lead anywhere. */
function withoutLink(text: string): string {
  return printable(text).replaceAll('](', '] (');
}

function escapeLink(text: string): string {
  return text.replace(/[\\[\]]/g, '\\$&');
}

function locationOf(place: Place) {
  const location = place.object.locate(place.path);
  const object = { name: titleOf(place.object.manifest), kind: 'resource' };
  if ('construct' in location) {
    return {
      logicalLocations: [{ ...object, fullyQualifiedName: location.construct }],
      message: { text: describePlace(place) },
    };
  }
  return { physicalLocation: physical(location), logicalLocations: [object], message: { text: describePlace(place) } };
}

function physical({ file, line, column }: Extract<Location, { file: string }>) {
  return { artifactLocation: { uri: uriOf(file) }, region: { startLine: line, startColumn: column } };
}

/** A file as a URI reference: relative to where the command ran, or absolute. */
function uriOf(file: string): string {
  const path = file.replaceAll('\\', '/').replace(/^(\.\/)+/, '');
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  return path.startsWith('/') ? `file://${encoded}` : encoded;
}

function suppressionOf({ reason }: Suppressed) {
  return { suppressions: [{ kind: 'inSource', justification: reason }] };
}

function notificationOf({ file, line = 1, why }: Skipped) {
  return {
    level: 'warning',
    message: { text: why },
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(file) }, region: { startLine: line } } }],
  };
}
