import { parse } from 'yaml';
import { Duration, StewardApp } from '../../../src';
import { ReferencePlatform } from '../../../src/constructs/platform/reference/reference-platform';
import { environments } from '../../../src/constructs/platform/reference/settings';
import { effectivePolicy } from '../../../src/model/policy/effective-policy';
import { readPolicy } from '../../../src/model/policy/policy-file';
import { documentsIn, type Loose } from '../render';

const files: ReadonlyMap<string, Loose> = (() => {
  const app = new StewardApp();
  for (const id of Object.keys(environments)) new ReferencePlatform(app, id);
  return new Map([...app.render()].map(([path, text]) => [path, documentsIn(text)[0]]));
})();
const names = Object.keys(environments);
const served = ['agent-platform', 'taskmaster', 'agents'];
const system = (environment: string, name: string): Loose => files.get(`${environment}/steward-system/${name}.yaml`);
const policyOf = (environment: string, namespace: string) => {
  const text = system(environment, `config-map-${namespace}-cleanup-policy`).data['policy.yaml'];
  const { policy, problems } = readPolicy(text, namespace);
  expect(problems).toEqual([]);
  return policy!;
};

describe.each(names)('the cleanup of %s', (environment) => {
  it.each(served)('of %s reports at two in the night', (namespace) => {
    const { spec } = system(environment, `cron-job-${namespace}-cleanup`);
    expect(spec).toMatchObject({ schedule: '0 2 * * *', timeZone: 'Etc/UTC', concurrencyPolicy: 'Forbid' });
    const { args } = spec.jobTemplate.spec.template.spec.containers[0];
    expect(args[args.indexOf('--mode') + 1]).toBe('report');
  });

  it.each(served)('of %s may delete nothing yet, and serves no other namespace', (namespace) => {
    const roles = [...files].filter(
      ([path]) => path.startsWith(`${environment}/`) && path.endsWith(`/role-${namespace}-cleanup.yaml`),
    );
    expect(roles.map(([path]) => path.split('/')[1]).sort()).toEqual([namespace, 'steward-system'].sort());
    const verbs = new Set(roles.flatMap(([, { rules }]) => rules.flatMap((rule: Loose) => rule.verbs)));
    expect([...verbs].sort()).toEqual(['create', 'get', 'list', 'update', 'watch']);
    const elsewhere = roles.filter(([path]) => !path.includes('/steward-system/')).flatMap(([, { rules }]) => rules);
    expect(new Set(elsewhere.flatMap(({ verbs: granted }) => granted))).toEqual(new Set(['get', 'list', 'watch']));
  });

  it.each([
    ['agent-platform', ['CodeRun', 'DocsRun', 'Workflow', 'Pod', 'Pod', 'PersistentVolumeClaim']],
    ['taskmaster', ['Workflow', 'Pod', 'Pod', 'PersistentVolumeClaim']],
    ['agents', ['AgentRun', 'Job', 'Pod', 'Pod', 'PersistentVolumeClaim']],
  ])('of %s goes by the order of the requirements', (namespace, kinds) => {
    const { rules } = policyOf(environment, namespace);
    expect(rules.map(({ kind }) => kind)).toEqual(kinds);
    expect(rules.slice(-3).map(({ keep }) => Object.keys(keep))).toEqual([['Succeeded'], ['Failed'], ['Unused']]);
    expect(new Set(rules.flatMap(({ namespaces }) => namespaces))).toEqual(new Set([namespace]));
  });

  it.each(served)('of %s leaves the pods of workflows to Argo', (namespace) => {
    const pods = policyOf(environment, namespace).rules.filter(({ kind }) => kind === 'Pod');
    expect(pods.map(({ selector }) => selector)).toEqual(
      Array(2).fill({
        matchExpressions: [{ key: 'workflows.argoproj.io/workflow', operator: 'DoesNotExist' }],
      }),
    );
  });

  it.each(served)('of %s archives whatever says how work went, below its environment', (namespace) => {
    const policy = policyOf(environment, namespace);
    expect(policy.archive).toMatchObject({ s3: { bucket: 'taskmaster-workflow-archives' }, prefix: environment });
    for (const { resource, keep } of effectivePolicy(policy).rules) {
      const isWork = !['Pod', 'PersistentVolumeClaim'].includes(resource.kind);
      for (const [outcome, { archive, action }] of keep) {
        if (action === 'delete') expect([resource.kind, outcome, archive]).toEqual([resource.kind, outcome, isWork]);
      }
    }
  });

  it('keeps what ended a day shorter than Argo would', () => {
    const { workflowDefaults } = files.get(`${environment}/argo/config-map-workflow-controller-configmap.yaml`).data;
    const { ttlStrategy } = parse(workflowDefaults).spec;
    for (const namespace of ['agent-platform', 'taskmaster']) {
      const rule = policyOf(environment, namespace).rules.find(({ kind }) => kind === 'Workflow');
      const behind = (outcome: 'Succeeded' | 'Failed' | 'Error', backstop: number) =>
        backstop - Duration.parse(rule?.keep[outcome]?.for ?? 0).toSeconds();
      expect([
        behind('Succeeded', ttlStrategy.secondsAfterSuccess),
        behind('Failed', ttlStrategy.secondsAfterFailure),
        // Phase Error obeys this one alone.
        behind('Error', ttlStrategy.secondsAfterCompletion),
      ]).toEqual([86_400, 86_400, 86_400]);
      expect(rule?.keep.Running).toEqual({ for: '14d', action: 'report' });
    }
  });
});

it.each([
  ['dev', '1h', '3h', '1h', '3h'],
  ['staging', '7d', '3d', '24h', '3d'],
  ['prod', '7d', '3d', '24h', '3d'],
])('keeps in %s work %s, failures %s, pods %s and %s', (environment, success, failure, pod, failedPod) => {
  for (const namespace of served) {
    for (const { kind, keep } of policyOf(environment, namespace).rules) {
      if (keep.Succeeded) expect(keep.Succeeded).toEqual({ for: kind === 'Pod' ? pod : success });
      if (keep.Failed) expect(keep.Failed).toEqual({ for: kind === 'Pod' ? failedPod : failure });
      if (keep.Error) expect(keep.Error).toEqual({ for: failure });
    }
  }
});

describe('steward-system', () => {
  it('has room for all three at once, and a fifth', () => {
    // 3 × 100m/128Mi/500m/256Mi × 1.2
    expect(system('prod', 'resource-quota-steward-system-quota').spec).toEqual({
      hard: {
        pods: '4',
        'requests.cpu': '400m',
        'requests.memory': '461Mi',
        'limits.cpu': '1800m',
        'limits.memory': '922Mi',
      },
    });
    expect(system('prod', 'limit-range-steward-system-limits').spec.limits[0]).toEqual({
      type: 'Container',
      defaultRequest: { cpu: '100m', memory: '128Mi' },
      default: { cpu: '500m', memory: '256Mi' },
      max: { cpu: '500m', memory: '256Mi' },
    });
  });

  it('holds the program once, the same in all environments', () => {
    const programs = [...files].filter(([path]) => path.includes('/config-map-steward-sweep-'));
    expect(programs.map(([path]) => path.split('/')[0]).sort()).toEqual([...names].sort());
    expect(new Set(programs.map(([, object]) => JSON.stringify(object))).size).toBe(1);
    for (const [path, { metadata }] of programs) {
      const environment = path.split('/')[0] as string;
      for (const namespace of served) {
        const { volumes } = system(environment, `cron-job-${namespace}-cleanup`).spec.jobTemplate.spec.template.spec;
        expect(volumes).toContainEqual({ name: 'program', configMap: { name: metadata.name } });
      }
    }
  });

  it('lets nobody in, and out only to names, the API server and the archive', () => {
    expect(system('prod', 'network-policy-default-deny').spec).toEqual({
      podSelector: {},
      policyTypes: ['Egress', 'Ingress'],
    });
    const policies = [...files].filter(([path]) => path.startsWith('prod/steward-system/network-policy-'));
    expect(policies.every(([, { spec }]) => spec.ingress === undefined)).toBe(true);
    const ports = policies.flatMap(([, { spec }]) => spec.egress ?? []).flatMap(({ ports: open }: Loose) => open);
    expect(new Set(ports.map(({ port }: Loose) => port))).toEqual(new Set([53, 443, 6443]));
  });

  it('reads the credentials of the archive from a Secret that is not rendered', () => {
    expect([...files.values()].filter(({ kind }) => kind === 'Secret')).toEqual([]);
    const { volumes } = system('prod', 'cron-job-agents-cleanup').spec.jobTemplate.spec.template.spec;
    expect(volumes).toContainEqual({
      name: 'credentials',
      secret: { secretName: 'steward-archive-credentials', defaultMode: 0o440, optional: true },
    });
  });
});
