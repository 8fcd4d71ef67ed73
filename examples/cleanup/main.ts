// A nightly cleanup that archives before it deletes: it begins by reporting what it would do.
import {
  AgentPlatform,
  CleanupCronJob,
  defaultKeep,
  Environment,
  type RetentionPolicy,
  StewardApp,
  StewardRuntime,
} from 'cdk8s-steward';

const app = new StewardApp();
const prod = new Environment(app, 'prod', {
  profile: {
    kubernetes: '1.36',
    apiServer: [
      { cidrs: ['10.96.0.1/32'], ports: [443] },
      { cidrs: ['10.20.0.2/32'], ports: [6443] },
    ],
    dns: { cidrs: ['10.96.0.10/32'] },
    objectStores: { minio: { cidrs: ['10.20.0.7/32'], ports: [9000] } },
  },
});

// Runs first to last: a workflow goes with its pods, what is left of them goes after.
const policy: RetentionPolicy = {
  name: 'team',
  archive: {
    s3: { bucket: 'workflow-archives', endpoint: 'https://minio.example.com:9000' },
    prefix: 'prod',
  },
  rules: [
    {
      name: 'workflows',
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Workflow',
      namespaces: ['team'],
      // 7 days after success, 3 after a failure; the last five failures of each template stay.
      keep: {
        ...defaultKeep,
        Failed: { ...defaultKeep.Failed, keepLast: 5 },
        Running: { for: '14d', action: 'report' },
      },
    },
    {
      name: 'pods',
      apiVersion: 'v1',
      kind: 'Pod',
      namespaces: ['team'],
      // Argo takes the pods of its workflows itself.
      selector: { matchExpressions: [{ key: 'workflows.argoproj.io/workflow', operator: 'DoesNotExist' }] },
      keep: { Succeeded: { for: '24h' }, Failed: { for: '3d' } },
    },
  ],
  holdWindows: [{ schedule: '0 8 * * mon-fri', duration: '10h', timeZone: 'Europe/Berlin', reason: 'office hours' }],
  legalHolds: [{ reason: 'audit', for: '30d', selector: { matchLabels: { audit: 'yes' } } }],
  budgets: { policy: { count: 2000 }, namespace: { percent: 50 } },
};

// A namespace of its own: in the one that it frees it could not start when that is full.
const system = new AgentPlatform(prod, 'system', { namespace: 'steward-system', quota: { computed: true } });

const cleanup = new CleanupCronJob(prod, 'cleanup', {
  runtime: new StewardRuntime(prod, 'runtime'),
  name: 'team-cleanup',
  // At two there is a night in spring without a start.
  schedule: '0 4 * * *',
  timeZone: 'Europe/Berlin',
  policy,
  // The next step is 'delete': the pull request shows the rights that it takes.
  mode: 'report',
  credentialsSecret: 'archive-credentials',
  objectStore: 'minio',
});
system.quota.addWorkload(cleanup.workload);

app.synth();
