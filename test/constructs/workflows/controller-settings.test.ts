import { parse } from 'yaml';
import {
  Duration,
  Environment,
  StewardApp,
  WorkflowControllerApplication,
  WorkflowControllerConfigMap,
  type WorkflowControllerSettings,
  WorkflowControllerValues,
} from '../../../src';
import { schemaErrorsAt } from '../../schemas';
import { documentsIn, type Loose, problemsOf, rendered, warningsOf } from '../render';

const settings: WorkflowControllerSettings = {
  defaults: { ttl: { success: '24h', failure: '2d', completion: '2d' } },
  executor: { resources: { requests: { cpu: '100m', memory: '65536Ki' }, limits: { cpu: 0.2, memory: '128Mi' } } },
  parallelism: 20,
  namespaceParallelism: 7,
  retentionPolicy: { completed: 10, failed: 20, errored: 30 },
  artifacts: { bucket: 'archives', archiveLogs: true },
  archive: {
    host: 'db',
    database: 'argo',
    userName: { name: 'postgres', key: 'user' },
    password: { name: 'postgres', key: 'password' },
  },
  metricsPort: 9091,
};

/** The documents of the ConfigMap, by key. */
function documents(given: WorkflowControllerSettings): Record<string, Loose> {
  const { data } = rendered((scope) => new WorkflowControllerConfigMap(scope, 'c', { namespace: 'argo', ...given }));
  return Object.fromEntries(Object.entries(data as Record<string, string>).map(([key, text]) => [key, parse(text)]));
}

function valuesFile(given: WorkflowControllerSettings): Loose {
  const app = new StewardApp();
  new WorkflowControllerValues(new Environment(app, 'prod'), 'v', { path: 'values/argo.yaml', ...given });
  return documentsIn(app.render().get('values/argo.yaml') ?? '')[0];
}

function inlineValues(given: WorkflowControllerSettings): Loose {
  const props = { name: 'argo', namespace: 'argocd', project: 'platform', chartVersion: '0.45.0', ...given };
  return rendered((scope) => new WorkflowControllerApplication(scope, 'a', props)).spec.source.helm.valuesObject;
}

const restricted = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
const container = (value: object) => schemaErrorsAt('v1/Pod', 'spec.containers[]', value, { partial: true });

describe('the ConfigMap', () => {
  it('has the name the controller is started with, unless told', () => {
    const named = (name?: string) =>
      rendered((scope) => new WorkflowControllerConfigMap(scope, 'c', { namespace: 'argo', name, ...settings }))
        .metadata;
    expect(named()).toEqual({ name: 'workflow-controller-configmap', namespace: 'argo' });
    expect(named('other').name).toBe('other');
  });

  it('holds each setting as a document of its own, numbers as text', () => {
    const { data } = rendered(
      (scope) => new WorkflowControllerConfigMap(scope, 'c', { namespace: 'argo', ...settings }),
    );
    expect(Object.keys(data)).toEqual([
      'artifactRepository',
      'executor',
      'mainContainer',
      'metricsConfig',
      'namespaceParallelism',
      'parallelism',
      'persistence',
      'retentionPolicy',
      'workflowDefaults',
    ]);
    expect(data.parallelism).toBe('20');
    expect(data.executor).toBe(
      [
        'resources:',
        '  limits:',
        '    cpu: 200m',
        '    memory: 128Mi',
        '  requests:',
        '    cpu: 100m',
        '    memory: 64Mi',
        'securityContext:',
        '  allowPrivilegeEscalation: false',
        '  capabilities:',
        '    drop:',
        '      - ALL',
        '',
      ].join('\n'),
    );
  });

  it('leaves out what is not set, so that Argo decides', () => {
    expect(documents({ defaults: {} })).toEqual({
      workflowDefaults: {
        spec: {
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 8737,
            runAsGroup: 8737,
            fsGroup: 8737,
            seccompProfile: { type: 'RuntimeDefault' },
          },
        },
      },
      executor: { securityContext: restricted },
      mainContainer: { securityContext: restricted },
    });
  });

  it('has containers at Pod Security restricted, that their schema takes', () => {
    const { executor, mainContainer } = documents(settings);
    expect([executor.securityContext, mainContainer]).toEqual([restricted, { securityContext: restricted }]);
    expect([...container(executor), ...container(mainContainer)]).toEqual([]);
  });

  it('takes another securityContext as it is', () => {
    const securityContext = { runAsUser: 1000 };
    expect(documents({ ...settings, mainContainer: { securityContext } }).mainContainer).toEqual({ securityContext });
  });

  it('tells counts, metrics and the rest as the controller reads them', () => {
    expect(documents(settings)).toMatchObject({
      retentionPolicy: { completed: 10, failed: 20, errored: 30 },
      metricsConfig: { enabled: true, port: 9091 },
      namespaceParallelism: 7,
    });
  });
});

describe('Helm values', () => {
  it('hold the same settings, where the chart looks for them', () => {
    const { executor, mainContainer, artifactRepository, ...below } = documents(settings);
    expect(valuesFile(settings)).toEqual({
      executor,
      mainContainer,
      artifactRepository,
      useStaticCredentials: false,
      controller: below,
    });
  });

  it('are the same inside an Application', () => {
    expect(inlineValues(settings)).toEqual(valuesFile(settings));
  });

  it('ask for static credentials only where they are given', () => {
    const secret = { name: 's3', key: 'a' };
    const artifacts = { bucket: 'archives', credentials: { accessKey: secret, secretKey: secret } };
    expect(valuesFile({ defaults: {}, artifacts }).useStaticCredentials).toBe(true);
    expect(valuesFile({ defaults: {} })).not.toHaveProperty('useStaticCredentials');
  });
});

it.each([
  ['text', '25h'],
  ['seconds', 90_000],
  ['a Duration', Duration.parse('90000s')],
])('reads a duration as %s, the same in every form', (_, success) => {
  const given = { defaults: { ttl: { success, failure: success, completion: success } } };
  const ttlStrategy = { secondsAfterCompletion: 90_000, secondsAfterFailure: 90_000, secondsAfterSuccess: 90_000 };
  expect(documents(given).workflowDefaults.spec.ttlStrategy).toEqual(ttlStrategy);
  expect(valuesFile(given).controller.workflowDefaults.spec.ttlStrategy).toEqual(ttlStrategy);
  expect(inlineValues(given).controller.workflowDefaults.spec.ttlStrategy).toEqual(ttlStrategy);
});

describe('a problem', () => {
  const none = 'is out of range: use a whole number of at least';

  it.each<[string, object, string]>([
    ['no defaults', { defaults: undefined }, 'defaults is required: what every workflow gets'],
    ['parallelism of 0', { parallelism: 0 }, `parallelism 0 ${none} 1`],
    ['namespaceParallelism in quotes', { namespaceParallelism: '7' }, `namespaceParallelism "7" ${none} 1`],
    [
      'a retention policy that leaves out a count',
      { retentionPolicy: { completed: 1, failed: 1 } },
      'retentionPolicy.errored is required: left out, Argo keeps none and deletes such workflows at once',
    ],
    [
      'a negative count',
      { retentionPolicy: { completed: -1, failed: 1, errored: 1 } },
      `retentionPolicy.completed -1 ${none} 0`,
    ],
    ['a port that is none', { metricsPort: 0 }, 'metricsPort 0 is not a port: use a whole number from 1 to 65535'],
    [
      'an amount that is none',
      { executor: { resources: { limits: { memory: '1GB' } } } },
      'executor.resources.limits.memory "1GB" is not a quantity: GB is no suffix; use 1Gi (binary) or 1G (decimal)',
    ],
    [
      'resources of a wrong form',
      { mainContainer: { resources: 5 } },
      'mainContainer.resources 5 is not a map: write { … }',
    ],
    [
      'a securityContext of a wrong form',
      { executor: { securityContext: 'root' } },
      'executor.securityContext "root" is not a map: write { … }',
    ],
    [
      'a value that YAML cannot hold',
      { executor: { securityContext: { runAsUser: Number.NaN } } },
      '"NaN" at securityContext.runAsUser cannot be rendered: use strings, numbers, maps and lists',
    ],
  ])('is %s, in each form', (_, change, problem) => {
    const given = { ...settings, ...change } as WorkflowControllerSettings;
    const app = { name: 'argo', namespace: 'argocd', project: 'platform', chartVersion: '1.0.0' };
    expect(
      problemsOf((scope) => {
        new WorkflowControllerConfigMap(scope, 'map', { namespace: 'argo', ...given });
        new WorkflowControllerValues(scope, 'values', { path: 'values/argo.yaml', ...given });
        new WorkflowControllerApplication(scope, 'app', { ...app, ...given });
      }),
    ).toEqual([
      `prod/map: ${problem}`,
      `prod/values: ${problem}`,
      `prod/app: ${problem.startsWith('"') ? problem : `source.values.${problem}`}`,
    ]);
  });

  it('is warned of where it deletes at once, or never', () => {
    const retentionPolicy = { completed: 0, failed: 1, errored: 1 };
    const props = { namespace: 'argo', defaults: { ttl: { success: '1h' } }, retentionPolicy };
    expect(warningsOf((scope) => new WorkflowControllerConfigMap(scope, 'c', props))).toEqual([
      'warning: prod/c: defaults.ttl.completion is not set: workflows that end in phase Error are never deleted\n',
      expect.stringMatching(/^warning: prod\/c: data\.retentionPolicy RET-ZERO: .* phase Succeeded/),
    ]);
  });
});
