import { App, Chart, type IResolver, Lazy, type ResolutionContext, Testing } from 'cdk8s';
import {
  Environment,
  ExternalMetric,
  LimitRange,
  Metric,
  Namespace,
  NetworkPolicy,
  ResourceQuota,
  ScaledObject,
  ScaledObjectTrigger,
  StewardApp,
  WorkflowControllerApplication,
  WorkflowControllerValues,
} from '../../../src';
import { documentsIn, type Loose, rendered } from '../render';

const lazy = (value: unknown): Loose => Lazy.any({ produce: () => value });
/** What cdk8s calls an implicit token. */
const token = (value: unknown): Loose => ({ resolve: () => value });
const meta = { name: 'budget', namespace: 'agents' };

describe('values that are known only later', () => {
  it.each([
    ['a Lazy', lazy],
    ['a token', token],
    ['a Lazy in a token', (value: unknown) => token(lazy(value))],
  ])('%s may stand for a name, a number, a list, a map and anything inside', (_, later) => {
    const manifest = rendered((scope) => {
      return new ResourceQuota(scope, 'q', {
        name: later('budget'),
        namespace: later('agents'),
        labels: { team: later('a') },
        annotations: later({ 'example.com/a': later('b') }),
        syncWave: later(4),
        hard: later({ pods: later(5), 'requests.memory': later('1024Mi') }),
        scopes: later([later('NotTerminating')]),
        scopeSelector: [later({ scopeName: later('PriorityClass'), operator: 'In', values: [later('high')] })],
      });
    });
    // What is wrong is reported of the resolved value: memory stands beside scopes that allow it.
    expect(manifest).toMatchObject({
      metadata: {
        name: 'budget',
        namespace: 'agents',
        labels: { team: 'a' },
        annotations: { 'example.com/a': 'b', 'argocd.argoproj.io/sync-wave': '4' },
      },
      spec: {
        hard: { pods: '5', 'requests.memory': '1Gi' },
        scopes: ['NotTerminating'],
        scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: ['high'] }] },
      },
    });
  });

  it('are asked for at synthesis, not before', () => {
    let pods = 1;
    const quota = new ResourceQuota(new Chart(new App(), 'prod'), 'q', { ...meta, hard: { pods: lazy(0) } });
    const later = new ResourceQuota(new Chart(new App(), 'prod'), 'q', {
      ...meta,
      hard: { pods: Lazy.any({ produce: () => pods }) },
    });
    pods = 9;
    expect([quota.toJson().spec, later.toJson().spec]).toEqual([{ hard: { pods: '0' } }, { hard: { pods: '9' } }]);
  });

  it('reach labels that a construct adds its own to', () => {
    const manifest = rendered((scope) => {
      return new Namespace(scope, 'n', { name: 'agents', podSecurity: lazy('baseline'), labels: lazy({ team: 'a' }) });
    });
    expect(manifest.metadata.labels).toMatchObject({ team: 'a', 'pod-security.kubernetes.io/enforce': 'baseline' });
  });

  it('are checked like any other', () => {
    const quota = new ResourceQuota(new Chart(new App(), 'prod'), 'q', { ...meta, hard: { pods: lazy('many') } });
    expect(() => quota.toJson()).toThrow('prod/q: hard.pods "many" is not a quantity');
  });

  it('that turn out to be null are absent', () => {
    const manifest = rendered((scope) => {
      return new NetworkPolicy(scope, 'p', { ...meta, syncWave: lazy(null), ingress: [], egress: lazy(null) });
    });
    expect(manifest.spec).toEqual({ podSelector: {}, policyTypes: ['Ingress'] });
    expect(manifest.metadata).toEqual(meta);
  });

  it('reach the query of a trigger, through the namespace', () => {
    const series = new ExternalMetric({ series: 'jobs' });
    const manifest = rendered((scope) => {
      return new ScaledObject(scope, 's', {
        name: 'a',
        namespace: lazy('agents'),
        target: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a' },
        triggers: [ScaledObjectTrigger.prometheus(series, 5, 'http://prometheus:9090')],
        maxReplicas: lazy(3),
      });
    });
    expect(manifest.spec.triggers[0].metadata.query).toBe('max(jobs{namespace="agents"})');
  });

  it('reach values inside an Application and in a values file', () => {
    const defaults = { ttl: { completion: lazy('1h') } };
    const application = rendered((scope) => {
      return new WorkflowControllerApplication(scope, 'a', {
        name: 'argo',
        namespace: 'argocd',
        project: 'platform',
        chartVersion: lazy('1.2.3'),
        defaults,
      });
    });
    const app = new StewardApp();
    new WorkflowControllerValues(new Environment(app, 'prod'), 'v', { path: 'values/argo.yaml', defaults });
    const [file] = documentsIn(app.render().get('values/argo.yaml') ?? '');
    const inline = application.spec.source.helm.valuesObject;
    expect(application.spec.source.targetRevision).toBe('1.2.3');
    expect(inline.controller.workflowDefaults.spec.ttlStrategy).toEqual({ secondsAfterCompletion: 3600 });
    expect(file).toEqual(inline);
  });
});

describe("an App's own resolvers", () => {
  class Secrets implements IResolver {
    readonly keys: string[] = [];
    resolve(context: ResolutionContext): void {
      if (context.value !== 'secret://pods') return;
      this.keys.push(context.key.join('.'));
      context.replaceValue(7);
    }
  }

  it('replace what they know, wherever it stands', () => {
    const resolver = new Secrets();
    const chart = new Chart(new App({ resolvers: [resolver] }), 'prod');
    new ResourceQuota(chart, 'q', { ...meta, hard: { pods: 'secret://pods', services: 1 } });
    expect(Testing.synth(chart)[0].spec.hard).toEqual({ pods: '7', services: '1' });
    expect(resolver.keys).toContain('hard.pods');
  });

  it('see what a Lazy produced, in a StewardApp too', () => {
    const app = new StewardApp({ resolvers: [new Secrets()] });
    const environment = new Environment(app, 'prod');
    new ResourceQuota(environment, 'q', { ...meta, hard: { pods: lazy('secret://pods') } });
    expect(documentsIn(app.synthYaml())[0].spec.hard).toEqual({ pods: '7' });
  });
});

it('leaves class instances alone that are no tokens', () => {
  const manifest = rendered((scope) => {
    return new LimitRange(scope, 'l', { ...meta, container: { default: { cpu: '1' }, max: { cpu: 2 } } });
  });
  expect(manifest.spec.limits[0]).toEqual({ type: 'Container', default: { cpu: '1' }, max: { cpu: '2' } });
  expect(Metric.utilization('cpu', 70).resource).toBe('cpu');
});
