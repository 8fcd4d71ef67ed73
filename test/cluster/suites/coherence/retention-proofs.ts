import type { LiveObject as Live } from '../../../../src/model/manifests/live-object';
import type { Manifest } from '../../../../src/model/manifests/manifest';
import { type EffectivePolicy, effectivePolicy } from '../../../../src/model/policy/effective-policy';
import { exemptionOf, knownMarks } from '../../../../src/model/policy/exemption';
import { readPolicy } from '../../../../src/model/policy/policy-file';
import { type Verdict, verdictOf } from '../../../../src/model/policy/verdict';
import { Duration } from '../../../../src/model/values/duration';
import { selectorMatches } from '../../../../src/model/values/label-selector';
import type { LiveObject } from '../../api/client';
import type { Bench, Outcome } from '../../bench/bench';
import type { OwnProof } from './own-proof';
import { documents } from './page-objects';

const argo = 'argoproj.io/v1alpha1';

/** What Argo deletes by clocks of its own, and what the policy says of it meanwhile. */
export const retentionProofs: Readonly<Record<string, OwnProof>> = {
  'RET-TTL': async (bench, page) => {
    const factor = 28_800;
    const defeated = await ran(bench, page.failing, factor, 'succeed');
    const last = await untilPhase(bench, defeated, 'Succeeded');
    await untilGone(bench, defeated);
    expect(verdict(policyIn(page.failing, factor, defeated.namespace), last)).toMatchObject({ keeping: 'young' });

    const kept = await ran(bench, page.mended, factor, 'succeed');
    const policy = policyIn(page.mended, factor, kept.namespace);
    await bench.untilObject(kept, 'is due, and there', (live) => verdict(policy, live).isDue, 60);
  },

  'RET-PODGC': async (bench, page) => {
    const factor = 30;
    const { namespace, name } = await ran(bench, page.failing, factor, 'fail');
    const pods = () => bench.list('v1', 'Pod', namespace, `workflows.argoproj.io/workflow=${name}`);
    const pod = await bench.until('its pod has failed', async () => {
      const failed = (await pods()).find(({ status }) => status?.phase === 'Failed');
      // Items of a list do not say what they are.
      return failed && { ...failed, apiVersion: 'v1', kind: 'Pod' };
    });
    await bench.until('its pod is gone', async () => (await pods()).length === 0);
    expect(verdict(policyIn(page.failing, factor, namespace), pod)).toMatchObject({ keeping: 'young' });
    const [rule] = policyIn(page.mended, factor, namespace).rules;
    expect(rule && selectorMatches(rule.selector, pod.metadata.labels ?? {})).toBe(false);
  },

  'RET-EXEMPT-DEFEATED': async (bench, page) => {
    const isMarked = ({ metadata }: LiveObject) => exemptionOf(metadata, knownMarks, Date.now())?.hasExpired === false;
    const defeated = await ran(bench, page.failing, 3_600, 'succeed');
    expect(isMarked(await untilPhase(bench, defeated, 'Succeeded'))).toBe(true);
    await untilGone(bench, defeated);

    const kept = await ran(bench, page.mended, 3_600, 'succeed');
    await untilPhase(bench, kept, 'Succeeded');
    // Longer than the other one lived.
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    expect(isMarked(await bench.get(argo, 'Workflow', kept.namespace, kept.name))).toBe(true);
  },
};

interface Key {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** A workflow made of the page's template, its times so many times as short; its pods end as asked. */
async function ran(bench: Bench, yaml: string, factor: number, outcome: Outcome): Promise<Key> {
  const namespace = await bench.namespace('own-proof');
  const template = documents(yaml).find(({ kind }) => kind === 'WorkflowTemplate') as Manifest & { spec: object };
  const podMetadata = { annotations: { 'testbed/outcome': outcome, 'testbed/after': '100ms' } };
  const spec = { ...(shortened(template.spec, factor) as object), podMetadata };
  await bench.client.create({ ...template, metadata: { ...template.metadata, namespace }, spec });
  const key = { apiVersion: argo, kind: 'Workflow', namespace, name: 'one' };
  await bench.client.create({
    apiVersion: argo,
    kind: 'Workflow',
    metadata: { name: key.name, namespace },
    spec: { workflowTemplateRef: { name: template.metadata.name } },
  });
  return key;
}

/** Times in seconds and as Go writes them; a second is the least. */
function shortened(value: unknown, factor: number, key = ''): unknown {
  if (typeof value === 'number' && key.startsWith('secondsAfter')) return Math.max(1, Math.round(value / factor));
  if (typeof value === 'string' && key === 'deleteDelayDuration') {
    return `${Math.max(1, Math.round(Duration.parse(value).millis / 1_000 / factor))}s`;
  }
  if (Array.isArray(value)) return value.map((item) => shortened(item, factor, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shortened(inner, factor, name)]));
}

/** The page's policy, for another namespace, its times so many times as short. */
function policyIn(yaml: string, factor: number, namespace: string): EffectivePolicy {
  const configMap = documents(yaml).find(({ kind }) => kind === 'ConfigMap') as Manifest & {
    data: Readonly<Record<string, string>>;
  };
  const { policy, problems } = readPolicy(configMap.data['policy.yaml'] ?? '', 'policy.yaml');
  if (!policy) throw new Error(problems.join('\n'));
  const effective = effectivePolicy(policy);
  return {
    ...effective,
    rules: effective.rules.map((rule) => ({
      ...rule,
      namespaces: [namespace],
      keep: new Map([...rule.keep].map(([outcome, kept]) => [outcome, { ...kept, for: kept.for / factor }])),
    })),
  };
}

function verdict(policy: EffectivePolicy, live: LiveObject): Verdict {
  const [rule] = policy.rules;
  if (!rule) throw new Error('the policy has no rule');
  return verdictOf(policy, rule, live as unknown as Live, Date.now());
}

function untilPhase(bench: Bench, key: Key, phase: string): Promise<LiveObject> {
  return bench.untilObject(
    key,
    `is ${phase}, and labelled so`,
    ({ status, metadata }) =>
      status?.phase === phase && metadata.labels?.['workflows.argoproj.io/completed'] === 'true',
    60,
  );
}

async function untilGone(bench: Bench, { apiVersion, kind, namespace, name }: Key): Promise<void> {
  await bench.until(`${name} is gone`, async () => !(await bench.find(apiVersion, kind, namespace, name)), 60);
}
