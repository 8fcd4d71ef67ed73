import { Ajv2020 } from 'ajv/dist/2020';
import { readPolicy } from '../../../src/model/policy/policy-file';
import { policyJsonSchema } from '../../../src/model/policy/policy-schema';

const head = 'name: team\nrules:\n';
const workflows =
  '  - {name: workflows, apiVersion: argoproj.io/v1alpha1, kind: Workflow, namespaces: [team], keep: {Succeeded: {for: 7d}}}\n';

/** A policy of one rule, with fields of the rule replaced or added. */
function withRule(fields: Readonly<Record<string, unknown>>, more: object = {}): string {
  const rule = {
    name: 'one',
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    namespaces: ['team'],
    keep: { Succeeded: { for: '7d' } },
    ...fields,
  };
  return JSON.stringify({ name: 'team', rules: [rule], ...more });
}

/** Without their places, which are all in one line. */
function problemsOf(source: string): string[] {
  const { policy, problems } = readPolicy(source, 'p.yaml');
  expect(policy).toBeUndefined();
  return problems.map((problem) => problem.replace(/^p\.yaml:\d+:\d+: /, ''));
}

function isAccepted(source: string): boolean {
  return readPolicy(source, 'p.yaml').problems.length === 0;
}

test('a policy is read as it is written', () => {
  const source = `
name: agents
timeZone: Europe/Berlin
archive:
  s3: {bucket: archive, endpoint: 'https://minio.example.com:9000', tags: {team: agents}}
  prefix: prod/agents
  logs: all
  retention: {expireAfter: 365d, lock: {mode: COMPLIANCE, for: 30d}, legalHold: true}
rules:
  - name: workflows
    apiVersion: argoproj.io/v1alpha1
    kind: Workflow
    namespaces: [agents, taskmaster]
    selector: {matchExpressions: [{key: tier, operator: NotIn, values: [audit]}]}
    keep:
      Succeeded: {for: 7d, keepLast: 3}
      Failed: {for: 3d, archive: true}
      Running: {for: 14d, action: stop}
    budget: {count: 500, percent: 20}
exemptions: [{key: keep-me}, {key: tier, value: gold}]
holdWindows: [{schedule: 0 8 * * 1-5, duration: 10h, reason: working hours}]
legalHolds: [{reason: SOX, for: 90d, namespaces: [agents]}, {reason: case 17}]
budgets: {policy: {count: 1000}}
protectedNamespaces: [vault-*]
unusedGrace: 36h
clockSkew: 10
dependents: [{apiVersion: example.com/v1, kind: Sandbox, plural: sandboxes}]
`;
  const { policy, problems } = readPolicy(source, 'p.yaml');
  expect(problems).toEqual([]);
  expect(policy).toMatchObject({
    name: 'agents',
    rules: [{ keep: { Running: { for: '14d', action: 'stop' } }, budget: { count: 500, percent: 20 } }],
    clockSkew: 10,
  });
});

test('all problems are told together, each at its place', () => {
  const source = `name: Team_A
timeZone: Berlin
rules:
  - name: workflows
    apiVersion: argoproj.io/v1alpha1/x
    kind: workflow
    namespaces: []
    keep:
      Succeded: {for: 7d}
      Failed: {for: 3 days, keepLast: -1}
      Error: {action: erase, for: 1d}
  - name: pods
    apiVersion: v1
    kind: Pod
    namespaces: [agents, Agents]
    selector: {matchExpressions: [{key: a, operator: In}]}
    keep: {Failed: {for: 1d}}
budgets: {policy: {percent: 120}}
archve: {}
`;
  const { problems } = readPolicy(source, 'p.yaml');
  expect(problems).toEqual([
    'p.yaml:1:7: name "Team_A" is not a DNS-1123 label: use a-z, 0-9 and -, not at either end',
    'p.yaml:2:11: timeZone "Berlin" is not a time zone: there is no such IANA zone',
    'p.yaml:5:17: rules[0].apiVersion "argoproj.io/v1alpha1/x" is no apiVersion: write e.g. batch/v1',
    'p.yaml:6:11: rules[0].kind "workflow" is no kind: write e.g. CodeRun',
    'p.yaml:7:17: rules[0].namespaces is empty: at least 1 is needed',
    expect.stringMatching(
      /^p\.yaml:9:17: rules\[0\]\.keep\.Succeded is no field of a retention policy: check its spelling/,
    ),
    'p.yaml:10:21: rules[0].keep.Failed.for "3 days" is not a duration: write e.g. 90s, 15m, 1h30m, 7d, or a number of seconds',
    'p.yaml:10:39: rules[0].keep.Failed.keepLast -1 is too small: at least 0',
    'p.yaml:11:23: rules[0].keep.Error.action "erase" is unknown: use one of delete, report, stop',
    'p.yaml:15:26: rules[1].namespaces[1] "Agents" is not a DNS-1123 label: use a-z, 0-9 and -, not at either end',
    'p.yaml:16:15: rules[1].selector matchExpressions[0].values is required with In',
    'p.yaml:18:29: budgets.policy.percent 120 is too large: at most 100',
    'p.yaml:19:9: archve is no field of a retention policy: check its spelling',
  ]);
});

test.each([
  ['', 'name is required: write text', 'rules is required: write a list'],
  ['name: a\nrules: []', 'rules is empty: at least 1 is needed'],
  [
    `${head}${workflows}${workflows}`,
    'rules[1].name "workflows" is the name of rules[0] too: reports and budgets could not tell them apart',
  ],
  [
    withRule({ keep: {} }),
    'rules[0].keep names no outcome: use Succeeded, Failed, Error, Unused, Running, Pending, Suspended, Unknown',
  ],
  [
    withRule({ namespaces: ['*', 'a'] }),
    'rules[0].namespaces "*" stands for all namespaces, and needs no others beside it',
  ],
  [
    withRule({ keep: { Succeeded: { for: '1d', archive: true } } }),
    'rules[0].keep.Succeeded.archive true needs a store: set archive.s3 or archive.directory',
  ],
  [withRule({}, { archive: {} }), 'archive names no store or two: set exactly one of s3 and directory'],
  [
    withRule({}, { archive: { directory: '/a', s3: { bucket: 'b' } } }),
    'archive names no store or two: set exactly one of s3 and directory',
  ],
  [
    withRule({}, { archive: { directory: '/a', prefix: '/b/' } }),
    'archive.prefix "/b/" is no prefix: write e.g. archive or team/archive',
  ],
  [
    withRule(
      {},
      {
        archive: {
          s3: { bucket: 'b', tags: Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`t${index}`, 'x'])) },
          retention: { expireAfter: '90d' },
        },
      },
    ),
    'archive.s3.tags has 9, and an object of S3 has at most 10, two of them for expireAfter: leave some out',
  ],
  [
    withRule({}, { archive: { s3: { bucket: 'b', endpoint: 'https://key:secret@minio' } } }),
    'archive.s3.endpoint "https://***@minio" is no URL of a server: write e.g. https://minio.example.com:9000, without path or credentials',
  ],
  [
    withRule({}, { holdWindows: [{ schedule: '@every 1h', duration: '1h' }] }),
    'holdWindows[0].schedule "@every" has no times of day: use five fields',
  ],
  [
    withRule({}, { holdWindows: [{ schedule: '@daily', duration: '8d' }] }),
    'holdWindows[0].duration "8d" is longer than a window may be: at most 7d',
  ],
  [withRule({}, { legalHolds: [{ reason: '' }] }), 'legalHolds[0].reason is empty: at least 1 is needed'],
  [
    withRule({}, { protectedNamespaces: ['Kube*'] }),
    'protectedNamespaces[0] "Kube*" is no name of namespaces: * stands for any letters',
  ],
  [
    withRule({}, { exemptions: [{ key: 'a b' }] }),
    'exemptions[0].key "a b" is not a key: use letters, digits, -, _ and ., starting and ending with a letter or digit, with an optional prefix/',
  ],
])('%# is refused', (source, ...problems) => {
  expect(problemsOf(source)).toEqual(problems);
});

describe('what no policy deletes', () => {
  test.each([
    [{ kind: 'Secret' }, 'rules[0].kind "Secret" is never deleted by a policy'],
    [{ kind: 'Foo', plural: 'secrets' }, 'rules[0].plural "secrets" is never deleted by a policy'],
    [{ kind: 'Pod', plural: 'secrets' }, 'rules[0].plural "secrets" is not that of Pod: leave it out'],
    [{ kind: 'Pod', plural: 'pod' }, 'rules[0].plural "pod" is not that of Pod: leave it out'],
  ])('is told by what it is called in paths as well: %j', (named, problem) => {
    expect(problemsOf(withRule({ apiVersion: 'v1', ...named, keep: { Succeeded: { for: '1d' } } }))).toEqual([problem]);
  });
});

describe('the server of an archive', () => {
  const at = (endpoint: string) => problemsOf(withRule({}, { archive: { s3: { bucket: 'a', endpoint } } }));

  test('is a URL, and its password is not shown', () => {
    expect(at('https://user:SECRET@minio.example.com')).toEqual([
      expect.stringMatching(/^archive\.s3\.endpoint "https:\/\/\*\*\*@minio\.example\.com" is no URL of a server: /),
    ]);
    expect(at('http://127.0.0.1:99999')).toEqual([
      'archive.s3.endpoint "http://127.0.0.1:99999" is no URL: write e.g. https://minio.example.com:9000',
    ]);
    const local = { s3: { bucket: 'a', endpoint: 'http://127.0.0.1:9000' } };
    expect(isAccepted(withRule({}, { archive: local }))).toBe(true);
  });
});

describe('a protected namespace', () => {
  test.each(['kube-system', 'steward-system', 'vault-1'])('is named by no rule: %s', (namespace) => {
    expect(problemsOf(withRule({ namespaces: ['team', namespace] }, { protectedNamespaces: ['vault-*'] }))).toEqual([
      `rules[0].namespaces[1] "${namespace}" is protected, and no policy deletes in it: leave it out`,
    ]);
  });

  test('is one by its whole name', () => {
    expect(isAccepted(withRule({ namespaces: ['my-kube-system', 'steward-systems'] }))).toBe(true);
  });
});

describe('an action', () => {
  test('stops only what is known to be stoppable, and still runs', () => {
    const stop = { for: '14d', action: 'stop' };
    const sandboxes = { apiVersion: 'example.com/v1', kind: 'Sandbox' };
    expect(isAccepted(withRule({ keep: { Running: stop, Pending: stop, Unknown: stop } }))).toBe(true);
    expect(isAccepted(withRule({ apiVersion: 'batch/v1', kind: 'Job', keep: { Running: stop } }))).toBe(true);
    expect(problemsOf(withRule({ ...sandboxes, keep: { Running: stop } }))).toEqual([
      'rules[0].keep.Running.action "stop" is known for Workflows and Jobs only: use "report"',
    ]);
    expect(problemsOf(withRule({ keep: { Failed: stop } }))).toEqual([
      'rules[0].keep.Failed.action "stop" needs something that runs, and Failed does not',
    ]);
    // Neither Argo nor the Job controller looks at what is suspended.
    expect(problemsOf(withRule({ keep: { Suspended: stop } }))).toEqual([
      'rules[0].keep.Suspended.action "stop" needs something that runs, and Suspended does not',
    ]);
    expect(problemsOf(withRule({ keep: { Running: { ...stop, keepLast: 2 } } }))).toEqual([
      'rules[0].keep.Running.keepLast is for what has ended, and Running is no end: leave it out',
    ]);
  });
});

describe('what has no end of its own', () => {
  const claims = { apiVersion: 'v1', kind: 'PersistentVolumeClaim' };

  test('is Unused or nothing', () => {
    expect(isAccepted(withRule({ ...claims, keep: { Unused: { for: '30d' } } }))).toBe(true);
    expect(problemsOf(withRule({ ...claims, keep: { Succeeded: { for: '30d' } } }))).toEqual([
      'rules[0].keep.Succeeded "Succeeded" is never said of a PersistentVolumeClaim',
    ]);
    expect(problemsOf(withRule({ ...claims, keep: { Unused: { for: '30d', keepLast: 1 } } }))).toEqual([
      'rules[0].keep.Unused.keepLast is for what has ended, and Unused is no end: leave it out',
    ]);
    expect(problemsOf(withRule({ keep: { Unused: { for: '30d' } } }))).toEqual([
      'rules[0].keep.Unused "Unused" is said of ConfigMaps and PersistentVolumeClaims only',
    ]);
  });

  test('is selected, if it is a ConfigMap', () => {
    const maps = { apiVersion: 'v1', kind: 'ConfigMap', keep: { Unused: { for: '30d' } } };
    expect(problemsOf(withRule(maps))).toEqual([
      'rules[0].selector is required for ConfigMaps: most of them are nobody’s to delete',
    ]);
    expect(isAccepted(withRule({ ...maps, selector: { matchLabels: { made: 'by-runs' } } }))).toBe(true);
  });
});

test.each(['Namespace', 'Node', 'PersistentVolume', 'Secret'])('a %s is never deleted by a policy', (kind) => {
  expect(problemsOf(withRule({ apiVersion: 'v1', kind }))).toContain(
    `rules[0].kind ${JSON.stringify(kind)} is never deleted by a policy`,
  );
  expect(isAccepted(withRule({ apiVersion: 'example.com/v1', kind }))).toBe(true);
});

test('the form is there as JSON Schema for editors', () => {
  const isValid = new Ajv2020({ strict: false }).compile(policyJsonSchema() as object);
  expect(isValid(JSON.parse(withRule({})))).toBe(true);
  expect(isValid(JSON.parse(withRule({ keep: { Failed: { for: '3d', action: 'report' } } })))).toBe(true);
  expect(isValid(JSON.parse(withRule({ keep: { Succeded: { for: '7d' } } })))).toBe(false);
  expect(isValid(JSON.parse(withRule({ selectr: {} })))).toBe(false);
  expect(isValid(JSON.parse(withRule({}, { archve: {} })))).toBe(false);
});
