import { type SweepMode, sweepModes, systemNamespace } from '../../../model/policy/rights';
import type { Cluster } from '../cluster';
import type { ClusterObject } from '../cluster-object';
import type { Field } from '../field';
import { groupBy } from '../kind-index';
import { parsedSchedule } from '../parsed-schedule';
import type { PodTemplate } from '../pod-template';
import type { RetentionPolicySource } from './retention-policies';

/** A CronJob that sweeps by a policy. */
export interface SweepJob {
  readonly object: ClusterObject;
  readonly source: RetentionPolicySource;
  readonly pod: PodTemplate;
  /** The container that sweeps. */
  readonly container: Field;
  /** Undefined where something still fills it in. */
  readonly mode: SweepMode | undefined;
  /** What says the mode; the container where nothing does. */
  readonly modeField: Field;
  readonly stateNamespace: string;
  /** The ServiceAccount's name; its namespace is that of the CronJob. */
  readonly account: string;
  readonly schedule: Field;
  /** Seconds from one start to the next, at the longest; undefined where none is known, or it is suspended. */
  readonly longestInterval: number | undefined;
}

const known = new WeakMap<Cluster, readonly SweepJob[]>();

/** The CronJobs whose pods mount a policy and are told to sweep by it; looked for once. */
export function sweepJobs(cluster: Cluster): readonly SweepJob[] {
  const jobs = known.get(cluster) ?? [...sweepsOf(cluster)];
  known.set(cluster, jobs);
  return jobs;
}

function* sweepsOf(cluster: Cluster): Generator<SweepJob> {
  const sources = groupBy(cluster.retentionPolicies, ({ object }) => object.namespace);
  for (const [name, policies] of sources) {
    for (const { object, templates } of cluster.namespace(name)?.workloads ?? []) {
      const [pod] = templates;
      if (!pod || !object.is('CronJob', 'batch')) continue;
      for (const source of policies) {
        const container = sweeping(pod, source.object.name);
        if (container) yield sweepJob(object, source, pod, container);
      }
    }
  }
}

/** The words that a container is started with. */
function wordsOf(container: Field): Field[] {
  return [...container.get('command').items, ...container.get('args').items];
}

function sweeping(pod: PodTemplate, configMap: string): Field | undefined {
  const volumes = pod.spec.get('volumes').items.filter((volume) => {
    const projected = volume.get('projected', 'sources').items.map((one) => one.get('configMap', 'name').text);
    return [volume.get('configMap', 'name').text, ...projected].includes(configMap);
  });
  const names = volumes.map((volume) => volume.get('name').text);
  return pod.spec.get('containers').items.find((container) => {
    const mounts = container.get('volumeMounts').items.map((mount) => mount.get('name').text);
    return (
      mounts.some((name) => name !== undefined && names.includes(name)) && flagOf(container, 'policy') !== undefined
    );
  });
}

function sweepJob(object: ClusterObject, source: RetentionPolicySource, pod: PodTemplate, container: Field): SweepJob {
  const schedule = object.field('spec', 'schedule');
  const timeZone = object.field('spec', 'timeZone');
  const mode = flagOf(container, 'mode');
  const isSuspended = object.field('spec', 'suspend').value === true;
  return {
    object,
    source,
    pod,
    container,
    mode: mode === undefined ? 'report' : sweepModes.find((one) => one === mode.value),
    modeField: mode?.field ?? container,
    stateNamespace: flagOf(container, 'state-namespace')?.value ?? systemNamespace,
    account: pod.spec.get('serviceAccountName').text ?? 'default',
    schedule,
    longestInterval: isSuspended ? undefined : parsedSchedule(schedule, timeZone)?.longestInterval?.toSeconds(),
  };
}

/** A flag's value, as `--name value` or `--name=value`; the last counts. */
function flagOf(container: Field, name: string): { readonly value: string; readonly field: Field } | undefined {
  const words = wordsOf(container);
  for (let index = words.length - 1; index >= 0; index -= 1) {
    const field = words[index] as Field;
    const [, joined] = new RegExp(`^--${name}=(.*)$`, 's').exec(field.text ?? '') ?? [];
    if (joined !== undefined) return { value: joined, field };
    const next = words[index + 1];
    if (field.text === `--${name}` && next?.text !== undefined) return { value: next.text, field: next };
  }
  return undefined;
}
