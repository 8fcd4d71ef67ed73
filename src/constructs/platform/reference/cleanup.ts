import { Construct } from 'constructs';
import type { RetentionPolicy, RetentionRule } from '../../../model/policy/retention-policy';
import type { LabelSelector } from '../../../model/values/label-selector';
import { CleanupCronJob } from '../../cleanup/cleanup-cron-job';
import { StewardRuntime } from '../../cleanup/runtime';
import { AgentPlatform } from '../agent-platform';
import { type EnvironmentSettings, sweepResources } from './settings';

export interface CleanupProps {
  /** Name of the environment: its folder in the archive. */
  readonly environment: string;
  readonly retention: EnvironmentSettings['retention'];
}

/** Argo takes the pods of its workflows itself, by podGC. */
const noWorkflow: LabelSelector = {
  matchExpressions: [{ key: 'workflows.argoproj.io/workflow', operator: 'DoesNotExist' }],
};
/** The requirements name the kinds of runs, not their groups: these are the groups that the named projects use. */
const codeRuns = { apiVersion: 'agents.platform/v1', kind: 'CodeRun' };
const docsRuns = { apiVersion: 'agents.platform/v1', kind: 'DocsRun' };
const agentRuns = { apiVersion: 'agents.proompteng.ai/v1alpha1', kind: 'AgentRun' };
const workflows = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow' };
const jobs = { apiVersion: 'batch/v1', kind: 'Job' };
const claims = { apiVersion: 'v1', kind: 'PersistentVolumeClaim' };
const pods = { apiVersion: 'v1', kind: 'Pod' };

/**
 * The nightly cleanup of the namespaces that agents share, in the order of the requirements: runs, workflows, succeeded
 * pods, failed pods; then volumes that nobody is left to mount. It begins by reporting; `mode: 'delete'` is a pull request of its own.
 */
export class Cleanup extends Construct {
  private readonly system: AgentPlatform;
  private readonly runtime: StewardRuntime;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: CleanupProps,
  ) {
    super(scope, id);
    const { requests, limits } = sweepResources;
    this.system = new AgentPlatform(this, 'system', {
      namespace: 'steward-system',
      // Of what the programs need, so that it grows with them.
      quota: { computed: true },
      containers: { defaultRequest: requests, default: limits, max: limits },
    });
    this.runtime = new StewardRuntime(this, 'runtime');
    this.add('agent-platform', [this.ends('code-runs', codeRuns), this.ends('docs-runs', docsRuns), this.workflows()]);
    this.add('taskmaster', [this.workflows()]);
    this.add('agents', [this.ends('agent-runs', agentRuns), this.ends('jobs', jobs)]);
  }

  private add(namespace: string, first: readonly Rule[]): void {
    const { pods: kept } = this.props.retention;
    const rules: readonly Rule[] = [
      ...first,
      { name: 'succeeded-pods', ...pods, selector: noWorkflow, keep: { Succeeded: { for: kept.success } } },
      { name: 'failed-pods', ...pods, selector: noWorkflow, keep: { Failed: { for: kept.failure } } },
      // Of those that go along with no owner: whoever made them may still want to look.
      { name: 'orphaned-claims', ...claims, keep: { Unused: { for: '2d' } } },
    ];
    const policy: RetentionPolicy = {
      name: namespace,
      archive: {
        s3: { bucket: 'taskmaster-workflow-archives', region: 'us-east-1' },
        prefix: this.props.environment,
        // The controller archives the logs of its pods itself, before podGC takes them.
        logs: 'none',
      },
      rules: rules.map((rule) => ({ ...rule, namespaces: [namespace] })),
      // A claim says by a label that it is a run's, and not of which kind: all of them are looked at.
      dependents: [codeRuns, docsRuns, agentRuns],
    };
    const { workload } = new CleanupCronJob(this, namespace, {
      runtime: this.runtime,
      name: `${namespace}-cleanup`,
      policy,
      credentialsSecret: 'steward-archive-credentials',
      resources: sweepResources,
    });
    this.system.quota.addWorkload(workload);
  }

  /** Work that has ended, archived before it goes. */
  private ends(name: string, kind: { readonly apiVersion: string; readonly kind: string }): Rule {
    const { success, failure } = this.props.retention;
    return {
      name,
      ...kind,
      keep: { Succeeded: { for: success }, Failed: { for: failure }, Error: { for: failure } },
    };
  }

  /** Workflows, those too that run for longer than any should. */
  private workflows(): Rule {
    const ends = this.ends('workflows', workflows);
    return { ...ends, keep: { ...ends.keep, Running: { for: '14d', action: 'report' } } };
  }
}

type Rule = Omit<RetentionRule, 'namespaces'>;
