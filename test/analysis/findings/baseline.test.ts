import { baselineOf, fingerprint, newFindings, readBaseline } from '../../../src/analysis/findings/baseline';
import type { FieldPath, Finding } from '../../../src/analysis/findings/finding';
import { objectOf } from '../cluster/model';

interface Changes extends Partial<Finding> {
  readonly name?: string;
  readonly namespace?: string;
  readonly apiVersion?: string;
  readonly path?: FieldPath;
}

function finding(changes: Changes = {}): Finding {
  const { name = 'api', namespace = 'team', apiVersion = 'apps/v1', path = ['spec', 'replicas'], ...rest } = changes;
  const object = objectOf({ apiVersion, kind: 'Deployment', metadata: { name, namespace } });
  return { rule: 'RULE', severity: 'error', at: [{ object, path }], message: '3 > 2', fix: 'lower it', ...rest };
}

describe('a finding is the same', () => {
  test.each<[string, Changes]>([
    ['with other values', { message: '4 > 2', fix: 'lower it more', arithmetic: ['4 > 2'] }],
    ['with another severity', { severity: 'warning' }],
    ['in another version of its API', { apiVersion: 'apps/v1beta1' }],
  ])('%s', (_, changes) => {
    expect(fingerprint(finding(changes))).toBe(fingerprint(finding()));
  });

  test('in another line', () => {
    const [{ object, path }] = finding().at;
    const moved = { manifest: object.manifest, locate: () => ({ file: 'other.yaml', line: 99, column: 1 }) };
    expect(fingerprint(finding({ at: [{ object: moved, path }] }))).toBe(fingerprint(finding()));
  });

  test('in another place of a list', () => {
    const [first, second] = [0, 1].map((index) => finding({ path: ['containers', index, 'image'] }));
    expect(fingerprint(first!)).toBe(fingerprint(second!));
  });
});

describe('a finding is another', () => {
  test.each<[string, Changes]>([
    ['of another rule', { rule: 'OTHER' }],
    ['of another environment', { cluster: 'prod' }],
    ['of another object', { name: 'web' }],
    ['of another namespace', { namespace: 'other' }],
    ['of another group', { apiVersion: 'extensions/v1beta1' }],
    ['of another field', { path: ['spec', 'paused'] }],
    ['of another thing it contradicts', { at: [...finding().at, ...finding({ name: 'quota' }).at] }],
  ])('%s', (_, changes) => {
    expect(fingerprint(finding(changes))).not.toBe(fingerprint(finding()));
  });
});

describe('a baseline', () => {
  const at = (index: number) => finding({ path: ['containers', index, 'image'], message: `${index}` });
  const left = (findings: readonly Finding[], ...known: Finding[]) =>
    newFindings(findings, baselineOf(known)).map(({ message }) => message);

  test('leaves what it does not know', () => {
    expect(left([finding(), finding({ rule: 'OTHER', message: 'new' })], finding())).toEqual(['new']);
    expect(left([finding()])).toEqual(['3 > 2']);
    expect(left([], finding())).toEqual([]);
  });

  test('knows as many equal findings as there were', () => {
    expect(left([at(0), at(1)], at(0), at(1))).toEqual([]);
    expect(left([at(0), at(1), at(2)], at(0), at(1))).toEqual(['2']);
    expect(left([at(5)], at(0), at(1))).toEqual([]);
  });

  test('is the same when it is written and read', () => {
    const baseline = baselineOf([finding(), at(0), at(0), finding({ cluster: 'prod' })]);
    expect(readBaseline(JSON.stringify(baseline))).toEqual(baseline);
    expect(newFindings([finding(), at(1), at(2)], readBaseline(JSON.stringify(baseline)))).toEqual([]);
  });

  test('does not depend on the order of findings, and names their objects for people', () => {
    const findings = [finding(), finding({ name: 'web' }), finding({ rule: 'OTHER' })];
    expect(baselineOf([...findings].reverse())).toEqual(baselineOf(findings));
    expect(baselineOf([finding()]).findings).toMatchObject([{ rule: 'RULE', objects: ['Deployment.apps team/api'] }]);
  });

  test.each([
    ['{', /is not JSON/],
    ['', /is not JSON/],
    ['null', /is no baseline/],
    ['3', /is no baseline/],
    ['[]', /is no baseline/],
    ['{"version": 2, "findings": []}', /is no baseline/],
    ['{"version": 1}', /is no baseline/],
    ['{"version": 1, "findings": {}}', /is no baseline/],
    ['{"version": 1, "findings": [null]}', /is no baseline/],
    ['{"version": 1, "findings": [{"fingerprint": 3}]}', /is no baseline/],
  ])('%s is none', (text, message) => {
    expect(() => readBaseline(text)).toThrow(message);
  });
});
