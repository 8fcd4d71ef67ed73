import { join } from 'node:path';
import { parse } from 'yaml';
import type { Manifest } from '../src/model/manifests/manifest';
import { header } from '../src/model/manifests/tree';
import { readYaml } from '../src/model/manifests/yaml-reader';
import { readPolicy } from '../src/model/policy/policy-file';
import { filesBelow, root } from './files';
import { schemaErrors, schemaErrorsAt } from './schemas';

const dist = filesBelow(join(root, 'dist'));
const manifestFiles = [...dist].filter(([path]) => !path.startsWith('values/'));
const manifests = manifestFiles.flatMap(([path, text]) => {
  const { manifests, problems } = readYaml(text, path);
  return [
    ...manifests.map(({ manifest }) => ({ path, manifest })),
    ...problems.map(() => ({ path, manifest: {} as Manifest })),
  ];
});

describe('the committed YAML of the reference platform', () => {
  it('has three environments of the same kinds and names', () => {
    const kinds = (environment: string) =>
      manifests
        .filter(({ path }) => path.startsWith(`${environment}/`))
        .map(({ manifest }) => `${manifest.kind} ${manifest.metadata.name.replace(environment, 'ENV')}`)
        .sort();
    expect(kinds('prod').length).toBeGreaterThan(40);
    expect(kinds('dev')).toEqual(kinds('prod'));
    expect(kinds('staging')).toEqual(kinds('prod'));
  });

  it.each(manifests)('$path is accepted by a closed schema', ({ manifest }) => {
    expect(schemaErrors(manifest)).toEqual([]);
  });

  it.each(manifestFiles)('%s starts with the header and a document marker', (_, text) => {
    expect(text.startsWith(`${header}\n---\napiVersion: `)).toBe(true);
  });

  const named = (name: RegExp) => {
    return manifests.filter(({ manifest }) => manifest.kind === 'ConfigMap' && name.test(manifest.metadata.name));
  };
  const configMaps = named(/^workflow-controller-configmap$/);
  it.each(configMaps)('$path configures Argo with documents that it knows', ({ manifest }) => {
    const data = manifest['data'] as Record<string, string>;
    checkController(Object.fromEntries(Object.entries(data).map(([key, text]) => [key, parse(text)])));
  });

  it.each(['dev', 'staging', 'prod'])('values/%s holds the same settings for Helm as the ConfigMap', (environment) => {
    const values = parse(dist.get(`values/${environment}/argo-workflows.yaml`) ?? '');
    const { controller, useStaticCredentials, ...top } = values;
    checkController({ ...controller, ...top });
    expect(useStaticCredentials).toBe(false);
    const [config] = configMaps.filter(({ path }) => path.startsWith(`${environment}/`));
    const data = config?.manifest['data'] as Record<string, string>;
    const documents = Object.fromEntries(Object.entries(data).map(([key, text]) => [key, parse(text)]));
    expect({ ...controller, ...top }).toEqual(documents);
  });
});

describe('the cleanup of the reference platform', () => {
  const configMaps = manifests.filter(({ manifest }) => manifest.kind === 'ConfigMap');

  it.each(configMaps.filter(({ manifest }) => manifest.metadata.name.endsWith('-policy')))(
    '$path is a policy that the program reads',
    ({ path, manifest }) => {
      const { 'policy.yaml': text = '' } = manifest['data'] as Record<string, string>;
      const { policy, problems } = readPolicy(text, path);
      expect(problems).toEqual([]);
      expect(manifest.metadata.labels).toEqual({ 'cdk8s-steward.dev/policy': policy?.name });
    },
  );

  it.each(configMaps)('$path can be applied by every client', ({ path }) => {
    expect(Buffer.byteLength(dist.get(path) ?? '')).toBeLessThan(256_000);
  });
});

function checkController(documents: Record<string, unknown>): void {
  const { workflowDefaults, executor, mainContainer, namespaceParallelism, artifactRepository, ...rest } = documents;
  expect(rest).toEqual({});
  expect(
    schemaErrorsAt('argoproj.io/v1alpha1/Workflow', 'spec', (workflowDefaults as { spec: unknown }).spec, {
      partial: true,
    }),
  ).toEqual([]);
  for (const container of [executor, mainContainer]) {
    expect(
      schemaErrorsAt('v1/Pod', 'spec.containers', [{ name: 'any', image: 'any', ...(container as object) }]),
    ).toEqual([]);
  }
  expect(namespaceParallelism).toBe(7);
  expect(artifactRepository).toMatchObject({ archiveLogs: true, s3: { bucket: 'workflow-archives' } });
}
