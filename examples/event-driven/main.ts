// One series of Prometheus, two ways to scale on it: prometheus-adapter with an autoscaler of Kubernetes, or KEDA.
import {
  Environment,
  ExternalMetric,
  HorizontalPodAutoscaler,
  ScaledObject,
  ScaledObjectTrigger,
  ScaleTargets,
  StewardApp,
  ValuesFile,
  workflowsByPhase,
} from 'cdk8s-steward';

const { series, phaseLabel } = workflowsByPhase('3.7.14');
const running = new ExternalMetric({ series, labels: { [phaseLabel]: 'Running' } });

const app = new StewardApp();

const adapter = new Environment(app, 'with-adapter');
new HorizontalPodAutoscaler(adapter, 'server', {
  name: 'argo-server',
  namespace: 'argo',
  target: ScaleTargets.deployment('argo-server'),
  minReplicas: 2,
  maxReplicas: 8,
  metrics: [running.perPod(5)],
});
new ValuesFile(adapter, 'adapter-values', {
  path: 'values/prometheus-adapter.yaml',
  content: () => ({ rules: { external: [running.adapterRule()] } }),
});

const keda = new Environment(app, 'with-keda');
new ScaledObject(keda, 'server', {
  name: 'argo-server',
  namespace: 'argo',
  target: ScaleTargets.deployment('argo-server'),
  minReplicas: 2,
  maxReplicas: 8,
  triggers: [ScaledObjectTrigger.prometheus(running, 5, 'http://prometheus-operated.monitoring:9090')],
});

app.synth();
