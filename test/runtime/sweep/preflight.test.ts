import { effectivePolicy } from '../../../src/model/policy/effective-policy';
import type { RetentionPolicy } from '../../../src/model/policy/retention-policy';
import { NamespaceGuard } from '../../../src/runtime/sweep/judgement/namespace-guard';
import { checkPolicy, SetupError } from '../../../src/runtime/sweep/preflight';
import { workflowRule } from '../../model/policy/sample';
import { LocalServer } from '../local-server';

describe('before anything is touched', () => {
  let server: LocalServer;
  let isAllowed: boolean;

  beforeAll(async () => {
    server = await LocalServer.start(() => ({ status: { allowed: isAllowed } }));
  });
  afterAll(() => server.close());
  beforeEach(() => {
    isAllowed = true;
  });

  const served = [
    { apiVersion: 'agents.platform/v2', kind: 'CodeRun', plural: 'coderuns' },
    { apiVersion: 'agents.platform/v1', kind: 'DocsRun', plural: 'docsruns' },
    { apiVersion: 'agents.platform/v2', kind: 'DocsRun', plural: 'docsruns' },
    { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', plural: 'applications' },
  ];
  const problemsOf = async (policy: Partial<RetentionPolicy>): Promise<readonly string[]> => {
    const client = server.client();
    const effective = effectivePolicy({ name: 'team', rules: [workflowRule], ...policy });
    try {
      const guard = new NamespaceGuard(client, effective);
      await checkPolicy(client, effective, guard, served, { mode: 'report', stateNamespace: 'steward-system' });
      return [];
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      return error.problems;
    } finally {
      client.close();
    }
  };
  const runs = (apiVersion: string, kind: string, plural?: string) => ({
    ...workflowRule,
    name: 'runs',
    apiVersion,
    kind,
    ...(plural !== undefined && { plural }),
  });

  test('a kind goes by the version and plural that the API server has for it, or is not there at all', async () => {
    // Argo CD's group is there, and no Workflow in it; nothing of Tekton is.
    expect(await problemsOf({ rules: [workflowRule, runs('tekton.dev/v1', 'PipelineRun')] })).toEqual([]);
    expect(await problemsOf({ rules: [runs('agents.platform/v1', 'DocsRun')] })).toEqual([]);
    expect(await problemsOf({ rules: [runs('agents.platform/v1', 'CodeRun')] })).toEqual([
      'rule runs asks for coderuns of agents.platform/v1, and the API server has coderuns of agents.platform/v2: set apiVersion and plural so',
    ]);
    expect(await problemsOf({ rules: [runs('agents.platform/v2', 'DocsRun', 'docruns')] })).toEqual([
      'rule runs asks for docruns of agents.platform/v2, and the API server has docsruns of agents.platform/v1, docsruns of agents.platform/v2: set apiVersion and plural so',
    ]);
    expect(await problemsOf({ dependents: [{ apiVersion: 'agents.platform/v1beta1', kind: 'CodeRun' }] })).toEqual([
      'dependents[0] asks for coderuns of agents.platform/v1beta1, and the API server has coderuns of agents.platform/v2: set apiVersion and plural so',
    ]);
  });

  test.each(['kube-system', 'steward-system', 'vault-prod'])('%s may not be named by any rule', async (namespace) => {
    const rules = [{ ...workflowRule, namespaces: ['team', namespace] }];
    expect(await problemsOf({ rules, protectedNamespaces: ['vault-*'] })).toEqual([
      `rule workflows names namespace ${namespace}, which is protected: no policy deletes in it`,
    ]);
  });

  test('all that is wrong is told at once', async () => {
    isAllowed = false;
    const rules = [{ ...runs('agents.platform/v1', 'CodeRun'), namespaces: ['kube-public'] }];
    const problems = await problemsOf({ rules });
    expect(problems.slice(0, 2)).toEqual([expect.stringContaining('protected'), expect.stringContaining('asks for')]);
    expect(problems[2]).toMatch(/^the account may not get coderuns/);
  });
});
