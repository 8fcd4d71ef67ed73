import { App } from 'cdk8s';
import { Problems, Quantity, StewardApp, templateRetention } from '../../../src';
import { ReferencePlatform } from '../../../src/constructs/platform/reference/reference-platform';
import { environments, profile, tiers } from '../../../src/constructs/platform/reference/settings';
import { schemaErrors } from '../../schemas';
import { documentsIn, type Loose, warningsOf } from '../render';
import { productionSpecs } from './reference-specs';

/** Every document by its path, of all three environments. */
const files: ReadonlyMap<string, Loose> = (() => {
  const app = new StewardApp();
  for (const id of Object.keys(environments)) new ReferencePlatform(app, id);
  return new Map([...app.render()].map(([path, text]) => [path, documentsIn(text)[0]]));
})();

const prod = (path: string): Loose => files.get(`prod/${path}`) ?? fail(`no ${path}`);
const fail = (why: string): never => {
  throw new Error(why);
};

it('has three environments of the same objects', () => {
  const folders = Object.keys(environments);
  expect(folders).toEqual(['dev', 'staging', 'prod']);
  const [dev, staging, production] = folders.map((folder) =>
    [...files.keys()].filter((path) => path.startsWith(`${folder}/`)).map((path) => path.replaceAll(folder, '<env>')),
  );
  expect(production).toHaveLength(73);
  expect([dev, staging]).toEqual([production, production]);
});

it.each([...files].filter(([path]) => !path.startsWith('values/')))('has %s accepted by its schema', (_, object) => {
  expect(schemaErrors(object)).toEqual([]);
});

it('renders without a warning', () => {
  expect(warningsOf((scope) => new ReferencePlatform(scope.node.root as App, 'dev'))).toEqual([]);
});

describe('cluster', () => {
  it.each(['agent-platform', 'argo', 'taskmaster', 'agents', 'steward-system'])(
    'namespace %s is restricted, and asks before it goes',
    (name) => {
      const { metadata } = prod(`_cluster/namespace-${name}.yaml`);
      expect(metadata.labels['pod-security.kubernetes.io/enforce']).toBe('restricted');
      expect(metadata.annotations['argocd.argoproj.io/sync-options']).toBe('Prune=confirm,Delete=confirm');
    },
  );

  it.each([
    ['agent-high-priority', 1000, undefined],
    ['agent-standard-priority', 500, 'Never'],
    ['agent-low-priority', 100, 'Never'],
  ])('class %s has %i and is never the default', (name, value, preemptionPolicy) => {
    const priority = prod(`_cluster/priority-class-${name}.yaml`);
    expect(priority).toMatchObject({ value, globalDefault: false });
    expect(priority.preemptionPolicy).toBe(preemptionPolicy);
  });
});

describe('production', () => {
  it.each(productionSpecs)('%s', (path, spec) => {
    expect(prod(path).spec).toEqual(spec);
  });

  it.each(['agent-platform', 'argo', 'taskmaster', 'agents'])('lets pods of %s resolve names', (namespace) => {
    const { egress } = prod(`${namespace}/network-policy-allow-dns.yaml`).spec;
    expect(egress[0].to[0]).toEqual({ ipBlock: { cidr: '10.96.0.10/32' } });
    expect(egress[0].ports.map(({ port, protocol }: Loose) => `${port}/${protocol}`)).toEqual(['53/UDP', '53/TCP']);
  });
});

describe('how many agents run at once', () => {
  const keys = ['requests.cpu', 'requests.memory'];
  const quota: Record<string, string> = prod('agent-platform/resource-quota-agent-platform-quota.yaml').spec.hard;
  const executor = {
    resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '200m', memory: '128Mi' } },
  };
  const agent = tiers.tier('implementation').workload('agent', { atOnce: 1, executor }).charge(Problems.none());
  const controllers: Record<string, Quantity> = {
    'requests.cpu': Quantity.parse('1'),
    'requests.memory': Quantity.parse('2560Mi'),
  };
  const fits = (count: number) =>
    keys.every((key) => {
      const needed = (agent[key] as Quantity)
        .multiply(count)
        .add(controllers[key] as Quantity)
        .multiply(1.2);
      return !Quantity.parse(quota[key] as string).lessThan(needed);
    });

  it('is 7: beside ten controllers an eighth leaves no headroom of 20 %', () => {
    expect(keys.map((key) => agent[key]?.toString())).toEqual(['2100m', '8256Mi']);
    expect([fits(7), fits(8)]).toEqual([true, false]);
    expect(prod('argo/config-map-workflow-controller-configmap.yaml').data.namespaceParallelism).toBe('7');
  });
});

it('declares what the cluster is', () => {
  expect(profile).toMatchObject({
    kubernetes: '1.36',
    argoWorkflows: '3.7.14',
    argoCd: '3.5',
    prometheus: { version: '3.x', retention: '30d', scrapeInterval: '30s' },
    shared: true,
    nodes: [{ count: 3, allocatable: { cpu: '15500m', memory: '60Gi' } }],
    storageClasses: ['fast-ssd'],
  });
});

it('has tiers, workspaces and template retention as fragments for others', () => {
  const tierOf = (agent: string) => {
    const { role, resources, priorityClassName } = tiers.agent(agent);
    const { resources: disk, storageClassName } = tiers.agent(agent).claimSpec();
    return [role, resources.requests, resources.limits, disk.requests.storage, storageClassName, priorityClassName];
  };
  const [large, double4] = [
    { cpu: '2', memory: '8Gi' },
    { cpu: '4', memory: '16Gi' },
  ];
  expect(tierOf('rex')).toEqual(['implementation', large, double4, '10Gi', 'fast-ssd', 'agent-high-priority']);
  expect(tierOf('cleo')).toEqual([
    'quality',
    { cpu: '1', memory: '4Gi' },
    large,
    '10Gi',
    'fast-ssd',
    'agent-standard-priority',
  ]);
  expect(tierOf('tess')).toEqual(['testing', large, double4, '50Gi', 'fast-ssd', 'agent-low-priority']);
  expect(Object.keys(templateRetention)).toEqual(['play', 'run']);
});

it('refuses an environment that there is not', () => {
  expect(() => new ReferencePlatform(new App(), 'test')).toThrow(
    'environment "test" is unknown: use one of dev, staging, prod',
  );
});
