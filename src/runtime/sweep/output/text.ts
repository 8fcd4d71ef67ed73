import { systemNamespace } from '../../../model/policy/rights';
import type { Decision, Result } from '../decision';
import { exitCodeOf, type Summary } from '../summary';

/** Results that need no line of their own: what stays as everybody expects. Their numbers are in the summary. */
const quiet: ReadonlySet<Result> = new Set(['young', 'unfinished', 'not-covered', 'terminating', 'gone', 'kept-last']);

/** A decision for a person: `deleted  agents  Workflow run-1  Succeeded 8d ago, kept for 7d`; nothing for what simply stays. */
export function decisionLine(decision: Decision): string {
  const { result, namespace, kind, name, reason, notes = [], owner, archive } = decision;
  const told = notes.map((note) => `${''.padEnd(18)}  note: ${printable(note)}\n`).join('');
  if (quiet.has(result)) return told === '' ? '' : `${line(result, namespace, kind, name, reason)}${told}`;
  const indent = owner === undefined ? '' : '  ';
  const kept = archive === undefined ? '' : `, archived as ${archive}`;
  return `${line(result, namespace, `${indent}${kind}`, name, `${reason}${kept}`)}${told}`;
}

/** What a sweep came to, for a person. */
export function summaryText(summary: Summary): string {
  const { policy, mode, results, objects, freed, duration, apiCalls, stop, stopId, expired, problems } = summary;
  const counts = Object.entries(results).map(([result, count]) => `${count} ${result}`);
  const pods = freed.pods === 0 ? '' : `, ${freed.pods} pods (requests ${freed.cpu} CPU, ${freed.memory} memory)`;
  const storage = freed.storage.toString() === '0' ? '' : `, volume claims of ${freed.storage}`;
  const verb = mode === 'delete' ? 'freed' : 'would free';
  const kinds = Object.entries(freed.kinds).map(([kind, count]) => `${count} ${kind}`);
  const lines = [
    `policy ${policy}, ${mode}: ${objects} objects${counts.length === 0 ? '' : `: ${counts.join(', ')}`}`,
    `${verb} ${freed.objects} objects${kinds.length === 0 ? '' : ` (${kinds.join(', ')})`}${pods}${storage}, about ${size(freed.etcdBytes)} in etcd`,
    `${duration.toFixed(1)} s, ${apiCalls} calls of the API`,
    ...(expired > 0 ? [`${expired} ${expired === 1 ? 'exemption has' : 'exemptions have'} expired`] : []),
    ...problems.map((problem) => `problem: ${problem}`),
    ...(summary.isInterrupted ? ['interrupted: not everything was looked at'] : []),
    ...(stop === undefined ? [] : [`${exitCodeOf(summary) === 3 ? 'stopped' : 'would stop'}: ${stop}`]),
    ...(stopId === undefined
      ? []
      : [`until somebody has acknowledged it (${acknowledgement(summary)}), this policy only reports`]),
  ];
  return lines.map((text) => `${text}\n`).join('');
}

function acknowledgement({ policy, stateNamespace }: Summary): string {
  const where = stateNamespace === systemNamespace ? '' : ` --state-namespace ${stateNamespace}`;
  return `steward acknowledge ${policy}${where}`;
}

function line(result: string, namespace: string, kind: string, name: string, reason: string): string {
  return `${result.padEnd(17)}  ${namespace}  ${kind} ${name}  ${printable(reason)}\n`;
}

/** Reasons may quote what others wrote: no line breaks, no control of the terminal. */
function printable(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');
}

function size(bytes: number): string {
  if (bytes < 1_024) return `${bytes} B`;
  const units = ['KiB', 'MiB', 'GiB'];
  let value = bytes;
  let unit = -1;
  do {
    value /= 1_024;
    unit += 1;
  } while (value >= 1_024 && unit < units.length - 1);
  return `${value.toFixed(1)} ${units[unit]}`;
}
