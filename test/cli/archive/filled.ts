import type { LiveObject } from '../../../src/model/manifests/live-object';
import { Archive } from '../../../src/runtime/store/archive/archive';
import { CapsuleArchive } from '../../../src/runtime/store/capsules/capsule-archive';
import { capsuleOf } from '../../../src/runtime/store/capsules/capsule-of';
import { DirectoryStore } from '../../../src/runtime/store/folder/directory-store';
import { standing, workflow } from '../../runtime/store/objects';

const { managedFields: _, ...metadata } = workflow().metadata;
/** The workflow that ended last of its name, with logs of two pods. */
export const late: LiveObject = { ...workflow(), metadata };
export const early = workflow({ uid: 'u-early' }, { status: { phase: 'Failed', finishedAt: '2026-11-20T02:00:00Z' } });
export const job: LiveObject = {
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { ...metadata, name: 'build', namespace: 'builds', uid: 'u-job', labels: { 'job-name': 'build' } },
  spec: { selector: { matchLabels: { 'controller-uid': 'u-job' } }, template: { spec: { restartPolicy: 'Never' } } },
  status: {
    conditions: [{ type: 'Failed', status: 'True', lastTransitionTime: '2026-11-27T02:00:00Z' }],
  },
};
const pod: LiveObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { ...metadata, name: 'step', uid: 'u-step' },
  status: {
    phase: 'Failed',
    containerStatuses: [{ name: 'main', state: { terminated: { exitCode: 1, finishedAt: '2026-11-28T01:00:00Z' } } }],
  },
};
export const capsule = capsuleOf(pod, [], new Map([['main', 'last words\n']]), Date.UTC(2026, 10, 28, 3));

const lateKey = `Workflow/2026/11/28/nightly-x2b7q/${metadata.uid}-20261128T020000Z`;
export const keys = {
  capsule: 'archive/agents/Capsule/2026/11/28/step/u-step-20261128T010000Z.json.gz',
  early: 'archive/agents/Workflow/2026/11/20/nightly-x2b7q/u-early-20261120T020000Z.json.gz',
  late: `archive/agents/${lateKey}.json.gz`,
  log: `archive/agents/${lateKey}/one/main.log.gz`,
  job: 'archive/builds/Job/2026/11/27/build/u-job-20261127T020000Z.json.gz',
};

/** Archives all of it in a folder. */
export async function fill(folder: string): Promise<void> {
  const archive = new Archive(new DirectoryStore(folder));
  for (const object of [early, late, job]) await archive.write(object, standing(object));
  await new CapsuleArchive(archive).save(capsule);
  await archive.writeLog(late, standing(late), { pod: 'one', container: 'main' }, 'of one\n');
  await archive.writeLog(late, standing(late), { pod: 'two', container: 'main' }, 'of two\nand more');
}
