import { Environment, ResourceQuota, StewardApp, Workload } from 'cdk8s-steward';

const app = new StewardApp();
const prod = new Environment(app, 'prod');

new ResourceQuota(prod, 'quota', {
  name: 'team-quota',
  namespace: 'team',
  // Requests, limits and pods follow from what runs there, with 20 % of headroom.
  workloads: [
    Workload.deployment('api', {
      replicas: 4,
      containers: [{ requests: { cpu: '250m', memory: '512Mi' }, limits: { cpu: '1', memory: '1Gi' } }],
    }),
  ],
  hard: { configmaps: 20, 'count/cronjobs.batch': 5 },
});

app.synth();
