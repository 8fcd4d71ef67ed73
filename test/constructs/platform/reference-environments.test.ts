import { parse } from 'yaml';
import { StewardApp } from '../../../src';
import { ReferencePlatform } from '../../../src/constructs/platform/reference/reference-platform';
import { environments } from '../../../src/constructs/platform/reference/settings';
import { documentsIn, type Loose } from '../render';

const texts: ReadonlyMap<string, string> = (() => {
  const app = new StewardApp();
  for (const id of Object.keys(environments)) new ReferencePlatform(app, id);
  return app.render();
})();
const file = (path: string): Loose => documentsIn(texts.get(path) ?? '')[0];
const configMap = (environment: string) =>
  file(`${environment}/argo/config-map-workflow-controller-configmap.yaml`).data as Record<string, string>;

describe('workflow defaults', () => {
  it.each([
    // A day behind the cleanup: 1 h and 3 h, 7 d and 3 d.
    ['dev', 90_000, 97_200, 97_200],
    ['staging', 691_200, 345_600, 345_600],
    ['prod', 691_200, 345_600, 345_600],
  ])(
    'of %s let Argo delete workflows itself %i s after success, %i s after failure',
    (environment, success, failure, completion) => {
      const { workflowDefaults, executor, namespaceParallelism, artifactRepository, ...others } =
        configMap(environment);
      expect(parse(workflowDefaults ?? '').spec).toMatchObject({
        ttlStrategy: {
          secondsAfterSuccess: success,
          secondsAfterFailure: failure,
          secondsAfterCompletion: completion,
        },
        podGC: { strategy: 'OnPodCompletion', deleteDelayDuration: '60s' },
        activeDeadlineSeconds: 14 * 86_400,
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      });
      expect(parse(executor ?? '')).toEqual({
        resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '200m', memory: '128Mi' } },
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
      });
      expect(parse(artifactRepository ?? '')).toMatchObject({ archiveLogs: true, s3: { bucket: 'workflow-archives' } });
      expect(namespaceParallelism).toBe('7');
      expect(Object.keys(others)).toEqual(['mainContainer']);
    },
  );

  it.each(Object.keys(environments))(
    'of %s are the same as Helm values, outside every folder of manifests',
    (environment) => {
      const { controller, executor, artifactRepository } = file(`values/${environment}/argo-workflows.yaml`);
      expect(controller.workflowDefaults).toEqual(parse(configMap(environment).workflowDefaults ?? ''));
      expect(executor).toEqual(parse(configMap(environment).executor ?? ''));
      expect(artifactRepository).toEqual(parse(configMap(environment).artifactRepository ?? ''));
    },
  );
});

it.each(Object.keys(environments))('has %s’s adapter serve the metric that its autoscaler asks for', (environment) => {
  const [rule] = file(`values/${environment}/prometheus-adapter.yaml`).rules.external;
  const autoscaler = file(`${environment}/argo/horizontal-pod-autoscaler-argo-workflows-server-hpa.yaml`);
  expect(rule.name.as).toBe(autoscaler.spec.metrics[0].external.metric.name);
});

describe('dev', () => {
  it.each([
    ['agent-platform', 'coderun-controller', 5],
    ['argo', 'argo-workflows-server', 4],
  ])('halves the maximum of %s/%s', (namespace, name, max) => {
    const path = `${namespace}/horizontal-pod-autoscaler-${name}-hpa.yaml`;
    expect(file(`dev/${path}`).spec.maxReplicas).toBe(max);
    expect(file(`prod/${path}`).spec.maxReplicas).toBe(2 * max);
  });

  it('rounds up half of an odd maximum', () => {
    expect([1, 2, 5, 9].map((max) => environments['dev']?.maxReplicas(max))).toEqual([1, 1, 3, 5]);
  });

  it('asks for a smaller quota where fewer pods can be', () => {
    expect(file('dev/argo/resource-quota-argo-quota.yaml').spec.hard).toMatchObject({
      pods: '10',
      'requests.cpu': '2400m',
    });
  });
});

describe('alerts', () => {
  const alerts = (environment: string): Loose[] =>
    file(`${environment}/agent-platform/prometheus-rule-agent-resource-alerts.yaml`).spec.groups[0].rules;

  it.each([
    ['dev', ['warning']],
    ['staging', ['warning', 'critical']],
    ['prod', ['warning', 'critical']],
  ])('of %s are at most what may be there', (environment, severities) => {
    expect([...new Set(alerts(environment).map(({ labels }) => labels.severity))]).toEqual(severities);
  });

  it('are those of the requirements, and can be reached: 24 pods are 80 % of 30', () => {
    expect(alerts('prod').map(({ alert }) => alert)).toEqual([
      'AgentPlatformHighPodCount',
      'AgentHighCPUUsage',
      'AgentHighMemoryUsage',
      'AgentOOMKilled',
      'AgentRestartedAfterOOM',
      'NamespaceResourceQuotaHigh',
    ]);
    expect(alerts('prod')[0].expr).toMatch(/ > 24$/);
    expect(alerts('prod')[0].annotations.runbook_url).toBe(
      'https://git.example.com/platform/manifests/docs/runbooks/AgentPlatformHighPodCount.md',
    );
  });
});

it('has staging equal prod but for its names', () => {
  const of = (environment: string) =>
    [...texts]
      .filter(([path]) => path.startsWith(`${environment}/`) || path.startsWith(`values/${environment}/`))
      .map(([path, text]) => [path.replaceAll(environment, '<env>'), text.replaceAll(environment, '<env>')]);
  expect(of('staging')).toEqual(of('prod'));
});

describe('delivery', () => {
  it.each(Object.keys(environments))('syncs the folder of %s, but for the Application itself', (environment) => {
    const application = file(`${environment}/argocd/application-platform-${environment}.yaml`);
    expect(application.metadata).toMatchObject({ name: `platform-${environment}`, namespace: 'argocd' });
    expect(application.spec).toEqual({
      project: 'platform',
      source: {
        repoURL: 'https://git.example.com/platform/manifests',
        path: `dist/${environment}`,
        targetRevision: 'main',
        directory: { recurse: true, exclude: 'argocd/*' },
      },
      destination: { server: 'https://kubernetes.default.svc' },
      syncPolicy: { automated: { prune: true, selfHeal: true }, syncOptions: ['ServerSideApply=true'] },
    });
  });

  it('allows the Application every object that its folder holds', () => {
    const project = file('prod/argocd/app-project-platform.yaml').spec;
    const manifests = [...texts.keys()].filter((path) => path.startsWith('prod/') && !path.startsWith('prod/argocd/'));
    const namespaces = new Set(manifests.map((path) => file(path).metadata.namespace).filter(Boolean));
    const clusterKinds = new Set(manifests.filter((path) => path.includes('_cluster')).map((path) => file(path).kind));
    expect(project.destinations.map(({ namespace }: Loose) => namespace).sort()).toEqual([...namespaces].sort());
    expect(project.clusterResourceWhitelist.map(({ kind }: Loose) => kind).sort()).toEqual([...clusterKinds].sort());
    expect(project.sourceRepos).toEqual(['https://git.example.com/platform/manifests']);
  });

  it('takes another repository, and its runbooks with it unless told', () => {
    const repoURL = 'https://git.example.org/x';
    const render = (props: object) => {
      const app = new StewardApp();
      new ReferencePlatform(app, 'prod', props);
      const found = documentsIn(app.synthYaml());
      const rules = found.find(({ kind }) => kind === 'PrometheusRule').spec.groups[0].rules;
      return [found.find(({ kind }) => kind === 'Application').spec.source.repoURL, rules[0].annotations.runbook_url];
    };
    const page = 'AgentPlatformHighPodCount.md';
    expect(render({ repoURL })).toEqual([repoURL, `${repoURL}/docs/runbooks/${page}`]);
    expect(render({ runbookBase: 'https://wiki/' })).toEqual([
      'https://git.example.com/platform/manifests',
      `https://wiki/${page}`,
    ]);
  });
});
