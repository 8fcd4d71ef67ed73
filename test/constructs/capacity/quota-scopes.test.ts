import { type QuotaScopeRequirement, ResourceQuota, type ResourceQuotaProps } from '../../../src';
import { problemsOf, rendered } from '../render';

const podKeys = 'pods, cpu, memory, requests.cpu, requests.memory, limits.cpu, limits.memory';
const allScopes =
  'Terminating, NotTerminating, BestEffort, NotBestEffort, PriorityClass, CrossNamespacePodAffinity, VolumeAttributesClass';
const props = { name: 'q', namespace: 'agents', hard: { pods: 5 } };
const problemsWith = (more: object) =>
  problemsOf((scope) => new ResourceQuota(scope, 'q', { ...props, ...more } as ResourceQuotaProps));
const select = (...scopeSelector: object[]) => ({ scopeSelector: scopeSelector as QuotaScopeRequirement[] });
const high = { scopeName: 'PriorityClass', operator: 'In', values: ['high'] } as const;

it('renders scopes as a set, and a selector with its values', () => {
  const scopes = ['NotTerminating', 'NotBestEffort'] as const;
  expect(rendered((scope) => new ResourceQuota(scope, 'q', { ...props, scopes, scopeSelector: [high] })).spec).toEqual({
    hard: { pods: '5' },
    scopes: ['NotBestEffort', 'NotTerminating'],
    scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: ['high'] }] },
  });
});

describe('keys under a scope', () => {
  const standard = ['pods', 'cpu', 'memory', 'requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory'];
  const others = [
    'services',
    'requests.storage',
    'requests.ephemeral-storage',
    'count/jobs.batch',
    'requests.a.io/gpu',
  ];

  it.each(['Terminating', 'NotTerminating', 'NotBestEffort', 'PriorityClass', 'CrossNamespacePodAffinity'])(
    'may be pods, CPU and memory: %s',
    (scope) => {
      for (const key of standard) expect(problemsWith({ hard: { [key]: 1 }, scopes: [scope] })).toEqual([]);
      for (const key of others) {
        expect(problemsWith({ hard: { [key]: 1 }, scopes: [scope] })).toEqual([
          `prod/q: scopes "${scope}" does not allow ${key}: only ${podKeys}`,
        ]);
      }
    },
  );

  it('may be pods alone with BestEffort', () => {
    expect(problemsWith({ scopes: ['BestEffort'] })).toEqual([]);
    expect(problemsWith({ hard: { pods: 1, cpu: 1, memory: 1 }, scopes: ['BestEffort'] })).toEqual([
      'prod/q: scopes "BestEffort" does not allow cpu, memory: only pods',
    ]);
  });

  it('may be claims and storage with VolumeAttributesClass', () => {
    const selected = select({ scopeName: 'VolumeAttributesClass', operator: 'In', values: ['gold'] });
    const hard = { 'requests.storage': 1, persistentvolumeclaims: 1, 'count/persistentvolumeclaims': 1 };
    expect(problemsWith({ hard, ...selected })).toEqual([]);
    expect(problemsWith({ hard: { services: 1 }, ...selected })).toEqual([
      'prod/q: scopeSelector "VolumeAttributesClass" does not allow services: only persistentvolumeclaims, requests.storage',
    ]);
  });

  it('are held against the selector, too', () => {
    expect(problemsWith({ hard: { services: 1 }, ...select(high) })).toEqual([
      `prod/q: scopeSelector "PriorityClass" does not allow services: only ${podKeys}`,
    ]);
  });
});

it.each<[string, object, string[]]>([
  ['an unknown scope', { scopes: ['Ending'] }, [`scopes[0] "Ending" is unknown: use one of ${allScopes}`]],
  ['no scope', { scopes: [null] }, ['scopes[0] is required: got null']],
  ['no list', { scopes: 'BestEffort' }, ['scopes "BestEffort" is not a list: write [ … ]']],
  [
    'opposites',
    { scopes: ['Terminating', 'NotTerminating'] },
    ['scopes ["Terminating","NotTerminating"] exclude each other: make two quotas'],
  ],
  [
    'opposites in a selector',
    select({ scopeName: 'BestEffort', operator: 'Exists' }, { scopeName: 'NotBestEffort', operator: 'Exists' }),
    ['scopeSelector ["BestEffort","NotBestEffort"] exclude each other: make two quotas'],
  ],
  ['no requirement', select('Terminating' as never), ['scopeSelector[0] "Terminating" is not a map: write { … }']],
  ['no scope name', select({ operator: 'Exists' }), [`scopeSelector[0].scopeName is required: one of ${allScopes}`]],
  [
    'an unknown scope name',
    select({ scopeName: 'Ending', operator: 'Exists' }),
    [`scopeSelector[0].scopeName "Ending" is unknown: use one of ${allScopes}`],
  ],
  [
    'no operator',
    select({ scopeName: 'Terminating' }),
    ['scopeSelector[0].operator is required: one of In, NotIn, Exists, DoesNotExist'],
  ],
  [
    'an unknown operator',
    select({ ...high, operator: 'Like' }),
    ['scopeSelector[0].operator "Like" is unknown: use one of In, NotIn, Exists, DoesNotExist'],
  ],
  [
    'an operator for a scope without values',
    select({ scopeName: 'Terminating', operator: 'DoesNotExist' }),
    ['scopeSelector[0].operator "DoesNotExist" is not allowed with Terminating: use Exists'],
  ],
  ['In without values', select({ ...high, values: [] }), ['scopeSelector[0].values is required with In']],
  [
    'NotIn without values',
    select({ scopeName: 'PriorityClass', operator: 'NotIn' }),
    ['scopeSelector[0].values is required with NotIn'],
  ],
  [
    'Exists with values',
    select({ ...high, operator: 'Exists' }),
    ['scopeSelector[0].values ["high"] is not allowed with Exists: leave it out'],
  ],
  [
    'a class that is no name',
    select({ ...high, values: ['High'] }),
    [
      'scopeSelector[0].values[0] "High" is not a DNS-1123 subdomain: use a-z, 0-9, - and ., each part starting and ending with a letter or digit',
    ],
  ],
])('refuses %s', (_, more, problems) => {
  expect(problemsWith(more)).toEqual(problems.map((problem) => `prod/q: ${problem}`));
});
