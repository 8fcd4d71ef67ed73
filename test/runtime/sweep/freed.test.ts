import type { LiveObject } from '../../../src/model/manifests/live-object';
import { freedBy, nothingFreed, sumFreed } from '../../../src/runtime/sweep/freed';
import { live, minutes, pod } from '../../model/policy/sample';

const shown = (objects: readonly LiveObject[]) => {
  const { cpu, memory, storage, etcdBytes: _, ...counts } = freedBy(objects);
  return { ...counts, cpu: cpu.toString(), memory: memory.toString(), storage: storage.toString() };
};
const requests = { cpu: '250m', memory: '64Mi' };

describe('what deletions give back', () => {
  it('is what a pod that runs was charged for: sidecars, init containers and overhead too', () => {
    const spec = {
      containers: [{ resources: { requests } }, { resources: { limits: { cpu: '500m' } } }],
      initContainers: [
        { restartPolicy: 'Always', resources: { requests: { cpu: '50m' } } },
        { resources: { requests: { memory: '256Mi' } } },
      ],
      overhead: { cpu: '10m' },
    };
    expect(shown([{ ...pod('Running', []), spec }])).toEqual({
      objects: 1,
      kinds: { Pod: 1 },
      pods: 1,
      cpu: '810m',
      memory: '256Mi',
      storage: '0',
    });
  });

  it('is no request of a pod that has ended: those were free before', () => {
    const spec = { containers: [{ resources: { requests } }] };
    const ended = { ...pod('Failed', [minutes]), spec };
    expect(shown([ended, { ...pod('Running', []), spec }])).toMatchObject({ pods: 2, cpu: '250m', memory: '64Mi' });
  });

  it('is what a claim has, or asks for where it has none yet', () => {
    const claim = (status: object) => ({
      ...live('v1', 'PersistentVolumeClaim', status),
      spec: { resources: { requests: { storage: '1Gi' } } },
    });
    expect(shown([claim({ capacity: { storage: '5Gi' } }), claim({})])).toMatchObject({
      kinds: { PersistentVolumeClaim: 2 },
      pods: 0,
      storage: '6Gi',
    });
  });

  it('is counted by kind, and in bytes', () => {
    const job = live('batch/v1', 'Job', {});
    const both = freedBy([job, pod('Succeeded', [minutes]), job]);
    expect(both).toMatchObject({ objects: 3, kinds: { Job: 2, Pod: 1 } });
    expect(freedBy([job]).etcdBytes).toBe(Buffer.byteLength(JSON.stringify(job)));
    expect(sumFreed(nothingFreed, both)).toEqual(both);
  });

  it('stops at nothing that cannot be read', () => {
    const spec = { containers: [{ resources: { requests: { cpu: 'much' } } }, {}] };
    expect(shown([{ ...pod('Running', []), spec }, pod('Running', [])])).toMatchObject({ pods: 2, cpu: '0' });
  });
});
