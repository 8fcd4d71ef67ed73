import { AgentIsolation, type AgentIsolationProps, privateNetworks, publicInternet } from '../../../src';
import type { ClusterProfile } from '../../../src/model/profile/cluster-profile';
import { allRendered, problemsOf, warningsOf } from '../render';

const profile: ClusterProfile = {
  apiServer: [
    { cidrs: ['10.96.0.1/32'], ports: [443] },
    { cidrs: ['10.0.0.0/28'], ports: [6443] },
  ],
  dns: { cidrs: ['10.96.0.10/32'] },
  objectStores: { archives: { cidrs: ['10.9.0.0/16'], ports: [9000, 9001] } },
};
const build = (props: AgentIsolationProps) => (scope: ConstructorParameters<typeof AgentIsolation>[0]) =>
  new AgentIsolation(scope, 'i', { namespace: 'agents', ...props });

function policies(props: AgentIsolationProps, cluster?: ClusterProfile): Record<string, unknown> {
  const all = [...allRendered(build(props), cluster).values()];
  return Object.fromEntries(all.map(({ metadata, spec }) => [metadata.name, spec]));
}

const deny = { podSelector: {}, policyTypes: ['Egress', 'Ingress'] };
const tcp = (port: number) => ({ port, protocol: 'TCP' });
const dnsPorts = [{ port: 53, protocol: 'UDP' }, tcp(53)];

it('lets out only names and the API server, at the addresses that the profile declares', () => {
  expect(policies({}, profile)).toEqual({
    'default-deny': deny,
    'allow-dns': {
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [
        {
          to: [
            { ipBlock: { cidr: '10.96.0.10/32' } },
            {
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
              podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
            },
          ],
          ports: dnsPorts,
        },
      ],
    },
    'allow-api-server': {
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [
        { to: [{ ipBlock: { cidr: '10.96.0.1/32' } }], ports: [tcp(443)] },
        { to: [{ ipBlock: { cidr: '10.0.0.0/28' } }], ports: [tcp(6443)] },
      ],
    },
  });
  expect(warningsOf(build({}), profile)).toEqual([]);
});

it('opens the ports where nothing is declared, and says so', () => {
  const open = (ports: object[]) => ({ podSelector: {}, policyTypes: ['Egress'], egress: [{ ports }] });
  expect(policies({ objectStores: ['archives'] })).toEqual({
    'default-deny': deny,
    'allow-dns': open(dnsPorts),
    'allow-api-server': open([tcp(443), tcp(6443)]),
    'allow-archives': open([tcp(443)]),
  });
  expect(warningsOf(build({ objectStores: ['archives'] }))).toEqual([
    'warning: prod/i/allow-dns: lets pods send to port 53 anywhere: declare dns in the cluster profile\n',
    'warning: prod/i/allow-api-server: lets pods connect to ports 443 and 6443 anywhere: declare apiServer in the cluster profile\n',
    'warning: prod/i/allow-archives: lets pods connect to port 443 anywhere: declare objectStores.archives in the cluster profile\n',
  ]);
});

it('lets through the traffic that is named, in a policy of that name', () => {
  const selector = { matchLabels: { app: 'web' } };
  const named = policies(
    {
      objectStores: ['archives'],
      egress: [{ name: 'https', peers: [publicInternet], ports: [{ port: 443 }] }],
      ingress: [{ name: 'scrape', selector, ports: [{ port: 9090 }] }],
    },
    profile,
  );
  expect(named).toMatchObject({
    'allow-archives': { egress: [{ to: [{ ipBlock: { cidr: '10.9.0.0/16' } }], ports: [tcp(9000), tcp(9001)] }] },
    'allow-https': {
      policyTypes: ['Egress'],
      egress: [{ to: [{ ipBlock: { cidr: '0.0.0.0/0', except: privateNetworks } }], ports: [tcp(443)] }],
    },
    'allow-scrape': { podSelector: selector, policyTypes: ['Ingress'], ingress: [{ ports: [tcp(9090)] }] },
  });
});

it('knows the networks that are not the public internet', () => {
  expect(privateNetworks).toEqual(['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16']);
});

const label = 'is not a DNS-1123 label: use a-z, 0-9 and -, not at either end';

it.each<[string, object | string, string]>([
  ['settings', 'all', 'prod/i: "all" is not a map: write { … }'],
  ['traffic that is no list', { egress: {} }, 'prod/i: egress {} is not a list: write [ … ]'],
  ['traffic that is none', { ingress: ['web'] }, 'prod/i: ingress[0] "web" is not a map: write { … }'],
  [
    'traffic without a name',
    { egress: [{ ports: [] }] },
    'prod/i: egress[0].name is required: the policy is called allow-<name>',
  ],
  ['a name that is none', { egress: [{ name: 'All Out' }] }, `prod/i: egress[0].name "All Out" ${label}`],
  ['a store that is none', { objectStores: ['S3'] }, `prod/i: objectStores[0] "S3" ${label}`],
  [
    'a port that is none',
    { egress: [{ name: 'a', ports: [{ port: -1 }] }] },
    'prod/i/allow-a: egress[0].ports[0].port -1 is not a port: use a whole number from 1 to 65535',
  ],
])('refuses %s', (_, props, problem) => {
  const given = typeof props === 'string' ? props : { namespace: 'agents', ...props };
  const problems = problemsOf((scope) => new AgentIsolation(scope, 'i', given as AgentIsolationProps));
  expect(problems.filter((one) => !one.includes('namespace is required'))).toEqual([problem]);
});
