// The defaults of all workflows of a cluster, in an ordinary cdk8s app: our constructs need no app of ours.
import { App, Chart } from 'cdk8s';
import { WorkflowControllerConfigMap } from 'cdk8s-steward';

const app = new App();
const chart = new Chart(app, 'argo', { namespace: 'argo' });

new WorkflowControllerConfigMap(chart, 'workflow-controller', {
  defaults: {
    ttl: { success: '1h', failure: '3d', completion: '3d' },
    podGc: { strategy: 'OnPodCompletion', deleteDelay: '60s' },
    activeDeadline: '12h',
  },
  executor: {
    resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '200m', memory: '128Mi' } },
  },
  namespaceParallelism: 10,
  artifacts: { bucket: 'workflow-logs', endpoint: 'minio.storage:9000', insecure: true, archiveLogs: true },
});

app.synth();
