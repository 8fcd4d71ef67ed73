import { formatLocation, type Subject } from '../finding';
import type { QuotaUse } from '../report';
import type { Paint, Style } from './style';
import { count, printable } from './subject';

/** How many quotas are drawn; a fleet has thousands, and only the fullest are of interest. */
const shown = 20;

/** Width of a bar, in characters. */
const cells = 32;

/** A bar for each key of each quota: the workloads' peak against what is allowed, aligned below one another. */
export function quotaBars(uses: readonly QuotaUse[], paint: Paint): string[] {
  const quotas = [...groups(uses).values()];
  const fullest = new Set([...quotas].sort((a, b) => peakShare(b) - peakShare(a)).slice(0, shown));
  const drawn = quotas.filter((quota) => fullest.has(quota));
  const widths = widthsOf(drawn.flat());
  const lines = drawn.flatMap((quota) => ['', title(quota, paint), ...quota.map((use) => bar(use, widths, paint))]);
  const rest = quotas.length - drawn.length;
  if (rest > 0) lines.push('', `  … and ${count(rest, 'quota')} less full than these`);
  return lines;
}

/** By the object, not by its name: a quota that is declared twice is drawn twice. */
function groups(uses: readonly QuotaUse[]): Map<Subject, QuotaUse[]> {
  const byQuota = new Map<Subject, QuotaUse[]>();
  for (const use of uses) {
    const group = byQuota.get(use.place.object);
    if (group) group.push(use);
    else byQuota.set(use.place.object, [use]);
  }
  return byQuota;
}

function title([use]: readonly QuotaUse[], paint: Paint): string {
  const { cluster, namespace, quota, place } = use!;
  const name = printable(`${namespace === '' ? '' : `${namespace}/`}${quota}`);
  const location = printable(formatLocation(place.object.locate([])));
  return `  ${cluster === undefined ? '' : `[${printable(cluster)}] `}${paint(name, 'bold')}  ${paint(location, 'dim')}`;
}

interface Widths {
  readonly key: number;
  readonly peak: number;
  readonly hard: number;
}

function widthsOf(uses: readonly QuotaUse[]): Widths {
  const longest = (texts: readonly string[]) => texts.reduce((most, { length }) => Math.max(most, length), 0);
  return {
    key: longest(uses.map(({ key }) => key)),
    peak: longest(uses.map(({ peak }) => peak)),
    hard: longest(uses.map(({ hard }) => hard)),
  };
}

function bar({ key, peak, hard, share }: QuotaUse, widths: Widths, paint: Paint): string {
  const full = Number.isFinite(share) ? Math.min(cells, Math.ceil(share * cells)) : share > 0 ? cells : 0;
  const percent = Number.isFinite(share) ? `${Math.round(share * 100)} %` : '';
  const row = `${percent.padStart(6)}  ${peak.padStart(widths.peak)} of ${hard.padEnd(widths.hard)}`;
  const drawn = `${paint('█'.repeat(full), fill(share))}${paint('░'.repeat(cells - full), 'dim')}`;
  const excess = share > 1 ? `  ${paint('too much', 'red')}` : '';
  return `    ${printable(key).padEnd(widths.key)}  ${drawn}${`${row}${excess}`.trimEnd()}`;
}

function fill(share: number): Style {
  if (share > 1) return 'red';
  return share > 0.9 ? 'yellow' : 'green';
}

function peakShare(quota: readonly QuotaUse[]): number {
  return quota.reduce((most, { share }) => (share > most ? share : most), Number.NEGATIVE_INFINITY);
}
