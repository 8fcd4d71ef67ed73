import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '../../../src/runtime/failure';
import { PlanError, PlanWriter, readPlan } from '../../../src/runtime/sweep/plan-file';
import { policyOf } from '../../model/policy/sample';
import { decisionOf } from './sample';

const folder = mkdtempSync(join(tmpdir(), 'steward-plan-'));
const file = join(folder, 'plan.ndjson');
const server = 'https://cluster';
const policy = policyOf({});
const head = { kind: 'SweepPlan', version: 1, policy: 'team', server };
const line = {
  rule: 'workflows',
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Workflow',
  namespace: 'team',
  name: 'a',
  uid: 'u',
  resourceVersion: '1',
};
const write = (...lines: unknown[]) => {
  writeFileSync(file, lines.map((one) => `${typeof one === 'string' ? one : JSON.stringify(one)}\n`).join(''));
};

beforeEach(() => rmSync(file, { force: true }));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a plan', () => {
  it('is read as it was written: object, version, and what goes along', async () => {
    const dependent = { apiVersion: 'v1', kind: 'Pod', name: 'p', uid: 'u-2', resourceVersion: '9' };
    const writer = new PlanWriter(file, 'team', server);
    writer.add(decisionOf('reported', { namespace: 'team', cascade: [dependent] }));
    writer.add(decisionOf('reported', { namespace: 'other', uid: 'u-3' }));
    writer.finish();
    const plan = await readPlan(file, policy, server);
    expect([...plan.keys()]).toEqual(['team', 'other']);
    expect(plan.get('team')).toEqual([
      {
        resource: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow', plural: 'workflows' },
        metadata: { namespace: 'team', name: 'build-1', uid: 'u-1', resourceVersion: '7' },
        plan: { rule: 'workflows', cascade: ['u-2@9'] },
      },
    ]);
  });

  it('is there whole or not at all, and for its owner alone', () => {
    writeFileSync(file, 'before');
    const writer = new PlanWriter(file, 'team', server);
    writer.add(decisionOf('reported'));
    expect(readFileSync(file, 'utf8')).toBe('before');
    writer.abandon();
    expect([readdirSync(folder), readFileSync(file, 'utf8')]).toEqual([['plan.ndjson'], 'before']);
  });

  it('that cannot be written is told before anything is done', () => {
    const nowhere = join(folder, 'none', 'plan');
    expect(() => new PlanWriter(nowhere, 'team', server)).toThrow(Failure);
    expect(() => new PlanWriter(nowhere, 'team', server)).toThrow(
      `--plan ${nowhere} cannot be written: ENOENT: no such file or directory`,
    );
  });

  it.each<[string, unknown[], string]>([
    ['is empty', [], `${file}: is empty, and no plan`],
    ['has no head', [line], `${file}:1: is not the first line of a plan`],
    ['is of a later version', [{ ...head, version: 2 }], `${file}:1: is not the first line of a plan`],
    ['is of another policy', [{ ...head, policy: 'x' }], `${file}:1: is a plan of policy x, and this is team`],
    [
      'is for another cluster',
      [{ ...head, server: 'https://prod' }],
      `${file}:1: is a plan for https://prod, and this is ${server}`,
    ],
    ['holds what is no JSON', [head, line, '{"rule"'], `${file}:3: is no line of a plan`],
    ['names an unknown rule', [head, { ...line, rule: 'x' }], `${file}:2: the policy has no rule "x"`],
    [
      'names another kind than its rule',
      [head, { ...line, kind: 'Pod' }],
      `${file}:2: rule workflows is for argoproj.io/v1alpha1 Workflow, not argoproj.io/v1alpha1 Pod`,
    ],
    [
      'names no version',
      [head, { ...line, resourceVersion: '' }],
      `${file}:2: namespace, name, uid and resourceVersion are needed`,
    ],
  ])('that %s is refused as a whole', async (_, lines, problem) => {
    write(...lines);
    await expect(readPlan(file, policy, server)).rejects.toEqual(new PlanError(problem));
  });

  it('that is not there is told in one line', async () => {
    await expect(readPlan(file, policy, server)).rejects.toEqual(
      new PlanError(`${file} cannot be read: ENOENT: no such file or directory`),
    );
  });
});
