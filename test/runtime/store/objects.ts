import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LiveObject } from '../../../src/model/manifests/live-object';
import { type Standing, standingOf } from '../../../src/model/policy/standing';

/** A workflow that has failed, with two nodes. */
export function workflow(more: Partial<LiveObject['metadata']> = {}, fields: object = {}): LiveObject {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: {
      name: 'nightly-x2b7q',
      namespace: 'agents',
      uid: '0f8b7c66-7a3f-4b0e-9d52-6d1d0b6f1f10',
      resourceVersion: '4711',
      creationTimestamp: '2026-11-27T22:58:00Z',
      labels: { 'workflows.argoproj.io/completed': 'true', 'workflows.argoproj.io/phase': 'Failed', team: 'a' },
      managedFields: [{ manager: 'argo', operation: 'Update' }],
      ...more,
    },
    spec: { entrypoint: 'main', templates: [{ name: 'main', container: { image: 'x' } }] },
    status: {
      phase: 'Failed',
      startedAt: '2026-11-27T22:58:00Z',
      finishedAt: '2026-11-28T02:00:00Z',
      nodes,
    },
    ...fields,
  };
}

export const nodes = { a: { id: 'a', phase: 'Succeeded' }, b: { id: 'b', phase: 'Failed' } };

export const workflowKey =
  'archive/agents/Workflow/2026/11/28/nightly-x2b7q/0f8b7c66-7a3f-4b0e-9d52-6d1d0b6f1f10-20261128T020000Z.json.gz';

/** How an object stands by its own status. */
export function standing(object: LiveObject): Standing {
  return standingOf(object);
}

export function sha256(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex');
}

export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** A folder of its own for one test, gone afterwards. */
export async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'steward-store-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
