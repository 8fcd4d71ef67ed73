import { findingsIn, found } from '../../../checked';
import { policy, type Sweep, store, sweep, workflows } from '../retention/policies';

const rule = 'CLN-SCOPE';

interface Bound {
  readonly rules: string;
  /** Where the binding is; undefined for all of the cluster. */
  readonly namespace?: string;
  readonly role?: string;
  readonly subject?: string;
}

const account = 'kind: ServiceAccount, name: cleanup, namespace: steward-system';

/** A role and its binding to the account of the sweep. */
function bound({ rules, namespace, role = 'cleanup', subject = account }: Bound): string {
  const [kind, where] = namespace === undefined ? ['ClusterRole', ''] : ['Role', `, namespace: ${namespace}`];
  return `
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: ${kind}, metadata: {name: ${role}${where}}, rules: [${rules}]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}Binding
metadata: {name: ${role}${where}}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ${kind}, name: ${role}}
subjects: [{${subject}}]
`;
}

const allow = (resources: string, verbs: string, more = '', group = '""') =>
  `{apiGroups: [${group}], resources: [${resources}], verbs: [${verbs}]${more}}`;

const stateRights = (verbs: string) => allow('configmaps', verbs, ', resourceNames: [steward-sweep-team]');
/** What a report needs of its state, and what one does that remembers something. */
const ofState = bound({ namespace: 'steward-system', rules: stateRights('get') });
const ofWrittenState = bound({
  namespace: 'steward-system',
  rules: `${allow('configmaps', 'create')}, ${stateRights('get, update')}`,
});
const look = allow('namespaces', 'get', ', resourceNames: [team]');

/** A policy that only reports about pods: what it needs is little. */
const reporting = policy('apiVersion: v1, kind: Pod, namespaces: [team], keep: {Running: {for: 14d}}');
const inMode = (mode: string): Sweep => ({ args: `--policy, /p, --mode, ${mode}` });
const asReport = reporting + sweep(inMode('report')) + ofState;

function inTeam(pods: string, more = ''): string {
  return asReport + bound({ namespace: 'team', rules: `${look}, ${allow('pods', pods)}${more}` });
}

test('what is needed and no more is right', () => {
  expect(found(rule, inTeam('get, list'))).toEqual([]);
});

describe('a right that is missing', () => {
  test('is an error where the account is bound', () => {
    expect(found(rule, inTeam('list'))).toEqual([
      'error Role/cleanup rules: ServiceAccount steward-system/cleanup may not get pods in namespace team: CronJob steward-system/cleanup ends with exit code 2 before it begins',
    ]);
  });

  test('is a warning where nothing here binds it, and nothing where it is bound nowhere', () => {
    expect(found(rule, asReport)).toEqual([
      expect.stringMatching(
        /^warning CronJob\/cleanup .*serviceAccountName: .* may not get pods in namespace team, and lacks 2 more rights there/,
      ),
    ]);
    expect(found(rule, reporting + sweep(inMode('report')))).toEqual([]);
  });

  test('is told with all that is missing beside it', () => {
    const [finding] = findingsIn(asReport + bound({ namespace: 'team', rules: look })).filter(
      (one) => one.rule === rule,
    );
    expect(finding).toMatchObject({ arithmetic: ['pods: get, list'], fix: 'add them to Role team/cleanup' });
  });

  test('may be granted by a binding of the cluster, to a group, or to the account as a user', () => {
    const everywhere = bound({ rules: allow('pods', 'get'), role: 'wide' });
    expect(found(rule, inTeam('list') + everywhere).filter((line) => line.startsWith('error'))).toEqual([]);
    for (const subject of [
      'kind: Group, name: "system:serviceaccounts:steward-system"',
      'kind: Group, name: "system:authenticated"',
      'kind: User, name: "system:serviceaccount:steward-system:cleanup"',
    ]) {
      const elsewhere = bound({ namespace: 'team', rules: allow('pods', 'get'), role: 'other', subject });
      expect(found(rule, inTeam('list') + elsewhere)).toEqual([]);
    }
    const others = 'kind: Group, name: "system:serviceaccounts:team"';
    expect(
      found(
        rule,
        inTeam('list') + bound({ namespace: 'team', rules: allow('pods', 'get'), role: 'o', subject: others }),
      ),
    ).toHaveLength(1);
  });

  test('may be granted by what is not among the objects', () => {
    const unknown = `
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: more, namespace: team}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: somebody-elses}
subjects: [{${account}}]
`;
    expect(found(rule, inTeam('list') + unknown)).toEqual([]);
  });

  test('is not granted by names where every name is needed', () => {
    expect(
      found(
        rule,
        asReport +
          bound({ namespace: 'team', rules: `${look}, ${allow('pods', 'get, list', ', resourceNames: [a]')}` }),
      ),
    ).toEqual([expect.stringMatching(/^error .* may not get pods in namespace team, and lacks 1 more right there/)]);
  });

  test('depends on the mode', () => {
    const deleting = policy(
      'apiVersion: v1, kind: PersistentVolumeClaim, namespaces: [team], keep: {Unused: {for: 30d}}',
    );
    const rights = (mode: string) =>
      found(rule, deleting + sweep(inMode(mode)) + ofWrittenState + bound({ namespace: 'team', rules: look }));
    const told = (mode: string) =>
      findingsIn(deleting + sweep(inMode(mode)) + ofWrittenState + bound({ namespace: 'team', rules: look }))
        .filter((one) => one.rule === rule)
        .flatMap(({ arithmetic = [] }) => arithmetic);
    expect(told('report')).toContainEqual(expect.stringMatching(/^persistentvolumeclaims: get, list/));
    expect(told('report').join()).not.toContain('delete');
    expect(told('delete')).toContainEqual(expect.stringMatching(/^persistentvolumeclaims: get, list, delete/));
    expect(rights('"$(MODE)"')).toEqual([]);
  });
});

describe('a right that nothing needs', () => {
  test.each([
    [allow('secrets', 'get'), 'get secrets'],
    [allow('pods', '"*"'), 'do anything with pods'],
    [allow('"*"', 'list'), 'list every resource of the core group'],
    [allow('pods', 'get', '', '"*"'), 'get pods of every API group'],
    [allow('pods/exec', 'create'), 'create pods/exec'],
    [allow('workflows', 'delete', '', 'argoproj.io'), 'delete workflows.argoproj.io'],
  ])('%s is told', (more, text) => {
    expect(found(rule, inTeam('get, list', `, ${more}`))).toEqual([
      expect.stringMatching(/^warning Role\/cleanup rules\[2\]\.\w+: /),
    ]);
    expect(found(rule, inTeam('get, list', `, ${more}`))[0]).toContain(
      `ServiceAccount steward-system/cleanup may ${text} in namespace team, which policy team does not need in mode report`,
    );
  });

  test('is one finding for each binding, with all of it', () => {
    const more = `, ${allow('secrets, nodes', 'get')}, ${allow('pods', 'delete')}`;
    const [finding, ...others] = findingsIn(inTeam('get, list', more)).filter((one) => one.rule === rule);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ arithmetic: ['get secrets', 'get nodes', 'delete pods'] });
    expect(finding?.message).toContain('get secrets in namespace team, and 2 more');
  });

  test('is one that is for every name where some are meant', () => {
    const unnamed =
      reporting + sweep(inMode('report')) + bound({ namespace: 'steward-system', rules: allow('configmaps', 'get') });
    expect(
      found(rule, unnamed + bound({ namespace: 'team', rules: `${look}, ${allow('pods', 'get, list')}` })),
    ).toEqual([
      expect.stringContaining('may get configmaps other than steward-sweep-team in namespace steward-system'),
    ]);
    const several = bound({
      namespace: 'team',
      rules: `${allow('namespaces', 'get', ', resourceNames: [team, other]')}, ${allow('pods', 'get, list')}`,
    });
    expect(found(rule, asReport + several)).toEqual([expect.stringContaining('may get namespaces other than team in')]);
  });

  test('is one of the whole cluster where some namespaces are meant', () => {
    const wide = asReport + bound({ rules: `${look}, ${allow('pods', 'get, list')}` });
    expect(found(rule, wide)).toEqual([
      expect.stringMatching(
        /^warning ClusterRoleBinding\/cleanup roleRef.name: .* may do what ClusterRole cleanup allows in all namespaces, which/,
      ),
    ]);
    const everywhere = policy('apiVersion: v1, kind: Pod, namespaces: ["*"], keep: {Running: {for: 14d}}');
    const rights = bound({ rules: `${allow('namespaces', 'get, list')}, ${allow('pods', 'get, list')}` });
    expect(found(rule, everywhere + sweep(inMode('report')) + ofState + rights)).toEqual([]);
  });

  test('is what a role allows that every cluster has', () => {
    const edit = `
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: edit, namespace: team}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}
subjects: [{${account}}]
`;
    expect(found(rule, asReport + edit)).toEqual([
      expect.stringMatching(
        /^warning RoleBinding\/edit roleRef.name: .* may do all that ClusterRole edit allows in namespace team/,
      ),
    ]);
  });

  test('is one to delete, while the mode is report', () => {
    const deleting = policy('apiVersion: example.com/v1, kind: Sandbox, namespaces: [team], keep: {Failed: {for: 3d}}');
    const rights = `${look}, ${allow('sandboxes', 'get, list, delete', '', 'example.com')}`;
    const lines = findingsIn(
      deleting + sweep(inMode('report')) + ofState + bound({ namespace: 'team', rules: rights }),
    ).filter((one) => one.rule === rule && one.severity === 'warning');
    expect(lines).toEqual([
      expect.objectContaining({ fix: 'take it out of Role team/cleanup until the mode is delete' }),
    ]);
  });

  test('is not known where another program runs as the account', () => {
    const other = (name: string) => `
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: other, namespace: steward-system}
spec: {schedule: "@daily", jobTemplate: {spec: {template: {spec: {restartPolicy: Never, serviceAccountName: ${name}, containers: [{name: a, image: "a:1"}]}}}}}
`;
    const more = `, ${allow('secrets', 'get')}`;
    expect(found(rule, inTeam('get, list', more) + other('cleanup'))).toEqual([]);
    expect(found(rule, inTeam('get, list', more) + other('else'))).toHaveLength(1);
    // What is missing is known all the same.
    expect(found(rule, inTeam('list', more) + other('cleanup'))).toHaveLength(1);
  });
});

test('of several sweeps with one account the needs count together', () => {
  const second = (policy(workflows('Running: {for: 14d}'), store) + sweep(inMode('report')))
    .replaceAll('name: cleanup-policy', 'name: second-policy')
    .replace('name: cleanup, namespace: steward-system}\nspec', 'name: second, namespace: steward-system}\nspec')
    .replace('name: team\n', 'name: second\n');
  const secondState = allow('configmaps', 'get', ', resourceNames: [steward-sweep-team, steward-sweep-second]');
  const both = (rules: string) =>
    reporting +
    sweep(inMode('report')) +
    second +
    bound({ namespace: 'steward-system', rules: secondState }) +
    bound({ namespace: 'team', rules });
  const workflowRights = allow('workflows', 'get, list', '', 'argoproj.io');
  expect(found(rule, both(`${look}, ${allow('pods', 'get, list')}, ${workflowRights}`))).toEqual([]);
  expect(found(rule, both(`${look}, ${allow('pods', 'get, list')}`))).toEqual([
    expect.stringMatching(/^error .* may not get workflows.argoproj.io in namespace team/),
  ]);
});

test('CronJobs that sweep by no policy are not judged', () => {
  const kubectl = sweep({ args: 'delete, pods' });
  const rights = bound({ namespace: 'team', rules: allow('"*"', '"*"') });
  expect(found(rule, reporting + kubectl + rights)).toEqual([]);
});
