import { found } from '../../../checked';
import { quota } from './manifests';

const rule = 'QTA-OVERCOMMIT';
const profile = { nodes: [{ count: 2, allocatable: { cpu: '8', memory: '32Gi' } }] };
const quotas = (cpu: string) => quota('cpu: "16"') + quota(`requests.cpu: "${cpu}"`, { namespace: 'other' });

describe(rule, () => {
  test('is silent up to one and a half times the nodes', () => {
    expect(found(rule, quotas('8'), profile)).toEqual([]);
  });

  test('fires a thousandth above', () => {
    expect(found(rule, quotas('8001m'), profile)).toEqual([
      'info ResourceQuota/team spec.hard.cpu: the quotas of 2 namespaces promise 24001m requests.cpu, the nodes have 16',
    ]);
  });

  test('counts the tightest quota of a namespace, and none with a scope', () => {
    expect(found(rule, quotas('99') + quota('cpu: "8"', { namespace: 'other', name: 'low' }), profile)).toEqual([]);
    const more = 'scopes: [NotTerminating]';
    expect(found(rule, quotas('8') + quota('cpu: "99"', { namespace: 'third', more }), profile)).toEqual([]);
  });

  test('says nothing where no nodes are declared', () => {
    expect(found(rule, quotas('99'))).toEqual([]);
  });
});
