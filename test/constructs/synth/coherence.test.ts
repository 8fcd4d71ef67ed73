import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, Chart } from 'cdk8s';
import {
  Coherence,
  Environment,
  HorizontalPodAutoscaler,
  Metric,
  PodDisruptionBudget,
  ResourceQuota,
  ScaleTargets,
  StewardApp,
  SynthesisError,
} from '../../../src';
import { warningsOfApp } from '../render';

/** An autoscaler that asks for one pod more than the quota holds: half a core each, of a Deployment that the profile declares. */
function app({ max = 5, cpu = '2', coherence = undefined as boolean | undefined } = {}) {
  const made = new StewardApp({ outdir: mkdtempSync(join(tmpdir(), 'steward-')), coherence });
  const prod = new Environment(made, 'prod', {
    profile: {
      workloads: [{ namespace: 'team', name: 'api', containers: [{ resources: { requests: { cpu: '500m' } } }] }],
    },
  });
  new ResourceQuota(prod, 'quota', { name: 'q', namespace: 'team', hard: { 'requests.cpu': cpu } });
  const hpa = new HorizontalPodAutoscaler(prod, 'hpa', {
    name: 'api',
    namespace: 'team',
    target: ScaleTargets.deployment('api'),
    maxReplicas: max,
    metrics: [Metric.utilization('cpu', 70)],
  });
  return { made, prod, hpa };
}

describe('a synthesis', () => {
  it('fails where objects cannot work together, with the path of the construct and the arithmetic', () => {
    expect(() => app().made.synth()).toThrow(SynthesisError);
    expect(() => app().made.synth()).toThrow(
      'prod/hpa: spec.maxReplicas HPA-OVER-QUOTA: 5 replicas do not fit the quota q: at most 4 do ' +
        '(requests.cpu: 5 × 500m = 2500m, the quota holds 2); set maxReplicas to 4, or raise requests.cpu to 2500m',
    );
  });

  it('passes one step on the other side', () => {
    expect(() => app({ max: 4 }).made.synth()).not.toThrow();
  });

  it('prints warnings, and writes', () => {
    const { made, prod } = app({ max: 4 });
    new ApiObject(prod, 'job', {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'nightly', namespace: 'team' },
      spec: {
        schedule: '0 2 * * *',
        jobTemplate: {
          spec: {
            template: {
              spec: {
                restartPolicy: 'Never',
                containers: [{ name: 'main', image: 'x:latest', resources: { requests: { cpu: '1m' } } }],
              },
            },
          },
        },
      },
    });
    expect(warningsOfApp(made).join('\n')).toContain('prod/job: ');
  });

  it('checks nothing when it is told so', () => {
    expect(() => app({ coherence: false }).made.synth()).not.toThrow();
  });

  it('keeps environments apart', () => {
    const { made } = app({ max: 4 });
    const other = new Environment(made, 'dev');
    new ResourceQuota(other, 'quota', { name: 'q', namespace: 'team', hard: { 'requests.cpu': '1' } });
    expect(() => made.synth()).not.toThrow();
  });
});

describe('Coherence.of(scope).ignore', () => {
  it.each(['an object', 'what it is in'])('silences a rule for %s, and says so in the YAML', (which) => {
    const { made, prod, hpa } = app();
    Coherence.of(which === 'an object' ? hpa : prod).ignore('HPA-OVER-QUOTA', 'the quota is raised on Monday');
    const file = made.render().get('prod/team/horizontal-pod-autoscaler-api.yaml');
    expect(file).toContain('cdk8s-steward.dev/ignore: "HPA-OVER-QUOTA: the quota is raised on Monday"');
  });

  it('reaches objects that are none of our constructs', () => {
    const { made, prod } = app();
    Coherence.of(prod).ignore('HPA-OVER-QUOTA', 'for now');
    new ApiObject(prod, 'config', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'c', namespace: 'team', annotations: { mine: 'kept' } },
    });
    const file = made.render().get('prod/team/config-map-c.yaml');
    expect(file).toContain('cdk8s-steward.dev/ignore: "HPA-OVER-QUOTA: for now"');
    expect(file).toContain('mine: kept');
  });

  it('joins several', () => {
    const { made, prod, hpa } = app({ max: 4 });
    Coherence.of(prod).ignore('PDB-UNHEALTHY', 'a');
    Coherence.of(hpa).ignore('HPA-OVER-QUOTA', 'b').ignore('HPA-FIXED', 'c');
    expect(hpa.toJson().metadata.annotations).toEqual({
      'cdk8s-steward.dev/ignore': 'PDB-UNHEALTHY: a\nHPA-OVER-QUOTA: b\nHPA-FIXED: c',
    });
    expect(made).toBeDefined();
  });

  it('needs a rule that exists, and a reason', () => {
    const without = app();
    Coherence.of(without.hpa).ignore('HPA-OVER-QUOTA', '');
    expect(() => without.made.synth()).toThrow('IGNORE-INVALID: HPA-OVER-QUOTA is ignored without a reason');
    const unknown = app({ max: 4 });
    Coherence.of(unknown.hpa).ignore('HPA-OVER', 'because');
    expect(() => unknown.made.synth()).toThrow('IGNORE-INVALID: "HPA-OVER: because" names no rule');
  });

  it('is reported when it silences nothing', () => {
    const { made, prod } = app({ max: 4 });
    new PodDisruptionBudget(prod, 'pdb', {
      name: 'api',
      namespace: 'team',
      selector: { matchLabels: { app: 'api' } },
      maxUnavailable: 1,
    });
    Coherence.of(prod).ignore('HPA-OVER-QUOTA', 'no longer true');
    const unused = warningsOfApp(made).filter((line) => line.includes('IGNORE-UNUSED'));
    expect(unused).toHaveLength(1);
  });

  it('works in an ordinary chart', () => {
    const chart = new Chart(new StewardApp({ coherence: false }), 'chart');
    Coherence.of(chart).ignore('HPA-FIXED', 'one is enough');
    const quota = new ResourceQuota(chart, 'quota', { name: 'q', namespace: 'team', hard: { pods: 1 } });
    expect(quota.toJson().metadata.annotations).toEqual({ 'cdk8s-steward.dev/ignore': 'HPA-FIXED: one is enough' });
  });
});

test('importing the constructs loads no checker', () => {
  const root = join(__dirname, '..', '..', '..');
  const { main } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const script = `require('./${main}'); console.log(Object.keys(require.cache).filter((file) => /lib.(analysis|cli)/.test(file)).length)`;
  expect(execFileSync(process.execPath, ['-e', script], { cwd: root, encoding: 'utf8' }).trim()).toBe('0');
});
