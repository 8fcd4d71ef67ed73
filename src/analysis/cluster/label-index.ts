import type { LabelSelector } from '../../model/values/label-selector';
import type { Workload } from './workload';

/** Workloads by the labels of their pods, so that a selector need not look at each of them. */
export class LabelIndex {
  private readonly byLabel = new Map<string, Set<Workload>>();

  constructor(private readonly workloads: readonly Workload[]) {
    for (const workload of workloads) {
      for (const { labels } of workload.templates) {
        for (const label of Object.entries(labels)) this.add(keyOf(label), workload);
      }
    }
  }

  /** Those that a selector may select: they bear one of the labels that it asks for. */
  candidates({ matchLabels = {} }: LabelSelector): readonly Workload[] {
    const [label] = Object.entries(matchLabels);
    return label ? [...(this.byLabel.get(keyOf(label)) ?? [])] : this.workloads;
  }

  private add(key: string, workload: Workload): void {
    const known = this.byLabel.get(key);
    if (known) known.add(workload);
    else this.byLabel.set(key, new Set([workload]));
  }
}

function keyOf([name, value]: readonly [string, string]): string {
  return `${name}=${value}`;
}
