import type { LiveObject } from '../../../../src/model/manifests/live-object';
import { Owners } from '../../../../src/runtime/sweep/judgement/owners';
import { Sightings } from '../../../../src/runtime/sweep/judgement/sightings';
import { UnusedObjects } from '../../../../src/runtime/sweep/judgement/unused';
import { Usage } from '../../../../src/runtime/sweep/judgement/usage';
import { ago, days, hours, live, now, policyOf } from '../../../model/policy/sample';
import { refuse, servedForTests } from '../../local-server';

describe('what nobody uses', () => {
  const local = servedForTests(({ path }, response) => {
    const isList = path.endsWith('/pods') || path.endsWith('/statefulsets');
    return isList ? { metadata: { resourceVersion: '9' }, items: [] } : refuse(response, 404, 'NotFound');
  });

  const unused = (sightings: Readonly<Record<string, number>> = {}) =>
    new UnusedObjects(
      new Usage(local.client),
      new Owners(local.client, policyOf({}), []),
      new Sightings(sightings),
      24 * hours,
      () => now,
    );
  /** Whose workflow is gone, bound so long ago. */
  const claim = (bound: number): LiveObject =>
    live(
      'v1',
      'PersistentVolumeClaim',
      {},
      {
        labels: { 'workflows.argoproj.io/workflow': 'gone' },
        managedFields: [{ subresource: 'status', time: ago(bound) }],
      },
    );

  test('is unused since it was first seen so', async () => {
    const object = claim(9 * days);
    const first = (now - 2 * days) / 1_000;
    expect(await unused().standing(object)).toEqual({ outcome: 'Unused', since: now });
    expect(await unused({ [object.metadata.uid]: first }).standing(object)).toMatchObject({ since: now - 2 * days });
  });

  test('is a claim that was bound a grace ago at least: before, somebody may be about to mount it', async () => {
    expect(await unused().standing(claim(23 * hours))).toEqual({
      outcome: 'Running',
      since: undefined,
      why: 'was bound or resized 23h ago',
    });
    expect(await unused().standing(claim(25 * hours))).toMatchObject({ outcome: 'Unused' });
  });
});
