import { AgentPlatform, type AgentPlatformProps, Environment, Metric, StewardApp, Workload } from '../../../src';
import { allRendered, documentsIn, problemsOf } from '../render';

const container = { requests: { cpu: '100m', memory: '256Mi' }, limits: { cpu: '500m', memory: '512Mi' } };
const agents = Workload.pods('agent', { atOnce: 10, containers: [container] });
/** Declares what would be warned of. */
const profile = { dns: { cidrs: ['10.96.0.10/32'] }, apiServer: [{ cidrs: ['10.96.0.1/32'], ports: [443] }] };
const props: AgentPlatformProps = { namespace: 'agents', workloads: [agents] };
const platform = (more: object = {}) => allRendered((scope) => new AgentPlatform(scope, 'p', { ...props, ...more }));
const expression = (more: object) =>
  platform(more).get('PrometheusRule agent-resource-alerts').spec.groups[0].rules[0].expr;

it('is a whole budget, named by its namespace', () => {
  expect([...platform().keys()].sort()).toEqual([
    'LimitRange agents-limits',
    'Namespace agents',
    'NetworkPolicy allow-api-server',
    'NetworkPolicy allow-dns',
    'NetworkPolicy default-deny',
    'ResourceQuota agents-quota',
  ]);
});

it('makes no namespace that is managed elsewhere, and another level where asked', () => {
  expect([...platform({ podSecurity: false }).keys()]).not.toContain('Namespace agents');
  const { labels } = platform({ podSecurity: 'baseline' }).get('Namespace agents').metadata;
  expect(labels['pod-security.kubernetes.io/enforce']).toBe('baseline');
});

describe('the quota', () => {
  const hard = (quota?: object) => platform({ quota }).get('ResourceQuota agents-quota').spec.hard;

  it('is computed from deployments and workloads, unless it is stated', () => {
    expect(hard()).toMatchObject({ pods: '12', 'limits.cpu': '6' });
    expect(hard({ hard: { pods: 30 } })).toEqual({ pods: '30' });
  });

  it('may be both, and have other headroom', () => {
    expect(hard({ hard: { services: 3 }, computed: true, headroom: '0%' })).toEqual({
      services: '3',
      pods: '10',
      'requests.cpu': '1',
      'requests.memory': '2560Mi',
      'limits.cpu': '5',
      'limits.memory': '5Gi',
    });
  });

  it('is a problem where it is neither', () => {
    expect(problemsOf((scope) => new AgentPlatform(scope, 'p', { ...props, quota: { computed: false } }))).toEqual([
      'prod/p/quota: hard is required: name at least one key, or workloads',
    ]);
  });
});

it('takes other limits', () => {
  const more = { containers: { default: { cpu: '1' } }, claims: { max: { storage: '5Gi' } } };
  expect(platform(more).get('LimitRange agents-limits').spec.limits).toEqual([
    { type: 'Container', default: { cpu: '1' } },
    { type: 'PersistentVolumeClaim', max: { storage: '5Gi' } },
  ]);
});

it('scales and protects deployments, and makes room for them', () => {
  const metrics = [Metric.utilization('cpu', 70)];
  const web = { name: 'web', containers: [container], replicas: { min: 2, max: 4, metrics }, minAvailable: 1 };
  const all = platform({ workloads: [], deployments: [web, { name: 'db', containers: [container], replicas: 2 }] });
  expect([...all.keys()].filter((key) => /Autoscaler|Budget/.test(key))).toEqual([
    'HorizontalPodAutoscaler web-hpa',
    'PodDisruptionBudget web-pdb',
  ]);
  // 4 and 1 of a rollout, 2 and 1: 8 pods, and 20 % more.
  expect(all.get('ResourceQuota agents-quota').spec.hard.pods).toBe('10');
});

it('lets through the traffic that is named', () => {
  const traffic = { egress: [{ name: 'https', ports: [{ port: 443 }] }] };
  expect([...platform({ traffic }).keys()]).toContain('NetworkPolicy allow-https');
});

describe('alerts', () => {
  const alerts = { runbookBase: 'https://example.com' };

  it('are none unless asked for', () => {
    expect([...platform().keys()].join()).not.toContain('PrometheusRule');
  });

  it('say that pods are many at 80 % of what the quota admits, rounded down, unless told', () => {
    expect(expression({ alerts })).toMatch(/ > 9$/);
    expect(expression({ alerts, quota: { hard: { pods: 30 } } })).toMatch(/ > 24$/);
    expect(expression({ alerts: { ...alerts, podsMoreThan: 5 } })).toMatch(/ > 5$/);
  });

  it('follow a quota that grows later', () => {
    const app = new StewardApp();
    const made = new AgentPlatform(new Environment(app, 'prod', { profile }), 'p', { ...props, alerts });
    made.quota.addWorkload(agents);
    const rule = documentsIn(app.synthYaml()).find(({ kind }) => kind === 'PrometheusRule');
    expect(rule.spec.groups[0].rules[0].expr).toMatch(/ > 19$/);
  });

  it('take other shares and a cap', () => {
    const given = { ...alerts, cpuShare: 0.5, severityAtMost: 'info' };
    const { rules } = platform({ alerts: given }).get('PrometheusRule agent-resource-alerts').spec.groups[0];
    expect(rules[1].expr).toMatch(/ > 0\.5$/);
    expect([...new Set(rules.map(({ labels }: { labels: { severity: string } }) => labels.severity))]).toEqual([
      'info',
    ]);
  });
});

describe('refuses', () => {
  const alerts = { runbookBase: 'https://example.com' };
  const label = 'is not a DNS-1123 label: use a-z, 0-9 and -, not at either end';

  it.each<[string, object, string[]]>([
    ['a namespace that is none, once', { namespace: 'My Agents' }, [`namespace "My Agents" ${label}`]],
    ['no namespace', { namespace: undefined }, ['namespace is required: got undefined']],
    ['a quota of a wrong form', { quota: 'large' }, ['quota "large" is not a map: write { … }']],
    ['deployments that are no list', { deployments: {} }, ['deployments {} is not a list: write [ … ]']],
    [
      'a deployment without a name',
      { deployments: [{ containers: [container], replicas: 1 }] },
      ['deployments[0].name is required: got undefined'],
    ],
    ['traffic of a wrong form', { traffic: 'all' }, ['traffic "all" is not a map: write { … }']],
    [
      'an alert on pods that nothing limits',
      { alerts, quota: { hard: { cpu: 1 } } },
      ['alerts.podsMoreThan is required: the quota does not limit pods, of which it would be 80 %'],
    ],
    [
      'a share in percent',
      { alerts: { ...alerts, cpuShare: 80 } },
      ['alerts.cpuShare 80 is no share: use a number above 0 and at most 1, e.g. 0.8'],
    ],
    [
      'part of a pod',
      { alerts: { ...alerts, podsMoreThan: 1.5 } },
      ['alerts.podsMoreThan 1.5 is out of range: use a whole number of at least 0'],
    ],
    ['alerts of a wrong form', { alerts: 'on' }, ['alerts "on" is not a map: write { … }']],
  ])('%s', (_, more, problems) => {
    const found = problemsOf((scope) => new AgentPlatform(scope, 'p', { ...props, ...more }));
    expect(found).toEqual(problems.map((problem) => `prod/p: ${problem}`));
  });

  it('alerts that are no help, with what each rule makes of it', () => {
    const bad = { severityAtMost: 'page' } as unknown as typeof alerts;
    const found = problemsOf((scope) => new AgentPlatform(scope, 'p', { ...props, alerts: bad }));
    expect(found.slice(0, 2)).toEqual([
      'prod/p: alerts.runbookBase is required: the folder of the runbooks, as a URL',
      'prod/p: alerts.severityAtMost "page" is unknown: use one of info, warning, critical',
    ]);
  });
});
