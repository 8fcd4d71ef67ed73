import { findingsIn, found } from '../../../checked';

const rule = 'DUP-OBJECT';

function config({ name = 'a', namespace = 'team', kind = 'ConfigMap', data = 'x: "1"' } = {}): string {
  return `---
apiVersion: v1
kind: ${kind}
metadata: {name: ${name}, namespace: ${namespace}}
data: {${data}}
`;
}

describe(rule, () => {
  test('names the fields that differ, at both places', () => {
    const [finding] = findingsIn(config({ data: 'x: "1", w: "2"' }) + config({ data: 'x: "3", z: "2"' }));
    expect(finding).toMatchObject({
      rule,
      severity: 'error',
      message: 'ConfigMap team/a is declared twice, with different content: data.x, data.z, data.w',
      at: [{ path: ['data', 'x'] }, { path: ['data', 'x'] }],
    });
    expect(finding?.at.map(({ object }) => object.locate([]))).toMatchObject([{ line: 7 }, { line: 2 }]);
  });

  test('only warns of two that are equal', () => {
    expect(found(rule, config() + config())).toEqual([
      'warning ConfigMap/a : ConfigMap team/a is declared twice, with the same content',
    ]);
  });

  test('says it once, however many there are', () => {
    expect(found(rule, config() + config() + config({ data: 'x: "3"' }))).toEqual([
      'error ConfigMap/a data.x: ConfigMap team/a is declared 3 times, with different content: data.x',
    ]);
  });

  test('compares amounts by value', () => {
    const quota = (cpu: string) => `---
apiVersion: v1
kind: ResourceQuota
metadata: {name: a, namespace: team}
spec: {hard: {requests.cpu: "${cpu}"}}
`;
    expect(found(rule, quota('1') + quota('1000m'))[0]).toMatch(/^warning/);
    expect(found(rule, quota('1') + quota('1001m'))[0]).toMatch(/^error/);
  });

  test('takes two versions of an API for one object', () => {
    const claim = (version: string) => `---
apiVersion: apps/${version}
kind: Deployment
metadata: {name: a, namespace: team}
`;
    expect(found(rule, claim('v1') + claim('v1beta1'))).toHaveLength(1);
  });

  test.each([{ name: 'b' }, { namespace: 'other' }, { kind: 'Secret' }])('leaves apart what differs in %j', (other) => {
    expect(found(rule, config() + config(other))).toEqual([]);
  });

  test('leaves names alone that a tool fills in', () => {
    const templated = config({ name: '"{{ .Release.Name }}"' });
    expect(found(rule, templated + templated)).toEqual([]);
  });

  test('never prints a value', () => {
    const secret = (value: string) => config({ kind: 'Secret', data: `password: ${value}` });
    expect(JSON.stringify(found(rule, secret('aHVudGVyMg==') + secret('aHVudGVyMw==')))).not.toMatch(/aHVudGVy/);
  });
});
