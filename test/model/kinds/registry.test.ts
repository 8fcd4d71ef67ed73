import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { horizontalPodAutoscaler } from '../../../src/model/kinds/horizontal-pod-autoscaler';
import { defineKind, type Kind, restPath } from '../../../src/model/kinds/kind';
import { namespace } from '../../../src/model/kinds/namespace';
import { pod } from '../../../src/model/kinds/pod';
import { kindOf } from '../../../src/model/kinds/registry';
import { role } from '../../../src/model/kinds/role';
import type { Structure } from '../../../src/model/kinds/shape';
import { structures } from '../../../src/model/kinds/structure';

const folder = join(__dirname, '..', '..', '..', 'src', 'model', 'kinds');
const kinds = readdirSync(folder)
  .filter(
    (file) =>
      file.endsWith('.ts') && !['countable.ts', 'kind.ts', 'registry.ts', 'shape.ts', 'structure.ts'].includes(file),
  )
  .map((file): [string, Record<string, Kind>] => [file, require(join(folder, file))]);

describe('the registry', () => {
  test.each(kinds)('knows what %s says, with all its facts', (file, exported) => {
    const [name, ...rest] = Object.keys(exported);
    const kind = exported[name as string] as Kind;
    expect(rest).toEqual([]);
    expect(name).toBe(kind.kind.charAt(0).toLowerCase() + kind.kind.slice(1));
    expect(file).toBe(`${kind.kind.replace(/(?<!^)([A-Z])/g, '-$1').toLowerCase()}.ts`);
    expect(kindOf(kind.apiVersion, kind.kind)).toEqual(kind);
  });

  test('knows every kind there is a structure of, each by its own apiVersion, and always as the same', () => {
    for (const [key, structure] of Object.entries(structures)) {
      const apiVersion = structure.group === '' ? structure.version : `${structure.group}/${structure.version}`;
      const kind = kindOf(apiVersion, structure.kind);
      expect(key).toBe(`${apiVersion}/${structure.kind}`);
      expect(kind).toMatchObject({ apiVersion, kind: structure.kind, plural: structure.plural });
      expect(kindOf(apiVersion, structure.kind)).toBe(kind);
    }
  });

  test('knows no other kind, version or spelling', () => {
    expect(kindOf('v1', 'Deployment')).toBeUndefined();
    expect(kindOf('apps/v1beta1', 'Deployment')).toBeUndefined();
    expect(kindOf('apps/v1', 'deployment')).toBeUndefined();
    expect(kindOf('example.com/v1', 'Widget')).toBeUndefined();
  });
});

describe('a kind', () => {
  test('is selected by name, by namespace if it has one, and by the fields its server adds', () => {
    expect(namespace.selectable).toEqual(expect.arrayContaining(['metadata.name']));
    expect(namespace.selectable).not.toContain('metadata.namespace');
    expect(pod.selectable).toEqual(expect.arrayContaining(['metadata.name', 'metadata.namespace', 'status.phase']));
    expect(horizontalPodAutoscaler.selectable).toEqual(['metadata.name', 'metadata.namespace']);
  });

  test('has its unordered lists as sets, beside the structure it was made of, which stays', () => {
    const structure = structures['rbac.authorization.k8s.io/v1/Role']!;
    expect(role.shape.fields?.['rules']?.items?.fields?.['verbs']?.list).toBe('set');
    expect(structure.shape.fields?.['rules']?.items?.fields?.['verbs']?.list).toBe('atomic');
    expect(defineKind(structure).shape).toEqual(structure.shape);
    const modes: Structure = { ...structure, shape: { fields: { modes: { list: 'atomic', default: ['a'] } } } };
    expect(defineKind(modes, { unordered: ['modes'] }).shape.fields?.['modes']).toEqual({
      list: 'set',
      default: ['a'],
    });
    expect(role.shape.fields?.['rules']?.list).toBe(structure.shape.fields?.['rules']?.list);
  });

  test.each<[Kind, string | undefined, string | undefined, string]>([
    [pod, 'ci', 'a', '/api/v1/namespaces/ci/pods/a'],
    [pod, 'ci', undefined, '/api/v1/namespaces/ci/pods'],
    [pod, undefined, undefined, '/api/v1/pods'],
    [namespace, undefined, 'ci', '/api/v1/namespaces/ci'],
    [namespace, 'ignored', 'ci', '/api/v1/namespaces/ci'],
    [role, 'ci', 'a', '/apis/rbac.authorization.k8s.io/v1/namespaces/ci/roles/a'],
    [horizontalPodAutoscaler, 'ci', undefined, '/apis/autoscaling/v2/namespaces/ci/horizontalpodautoscalers'],
  ])('has its place on the API server %#', (kind, inNamespace, name, path) => {
    expect(restPath(kind, inNamespace, name)).toBe(path);
  });
});
