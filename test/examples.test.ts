import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readYaml } from '../src/model/manifests/yaml-reader';
import { filesBelow, root, withFolder } from './files';
import { schemaErrors } from './schemas';

const names = readdirSync(join(root, 'examples'));

describe.each(names)('example %s', (name) => {
  const committed = filesBelow(join(root, 'examples', name, 'dist'));

  it('renders what is committed beside it, from the built package', () => {
    withFolder((folder) => {
      execFileSync(process.execPath, [join(root, 'scripts/examples.mjs'), name], {
        env: { ...process.env, CDK8S_OUTDIR: folder },
      });
      expect(filesBelow(folder)).toEqual(committed);
    });
  });

  it('renders objects that a closed schema accepts', () => {
    const isManifest = (path: string) => !/(^|\/)(values\/|kustomization\.yaml)/.test(path);
    const objects = [...committed]
      .filter(([path]) => isManifest(path))
      .flatMap(([path, text]) => readYaml(text, path).manifests);
    expect(objects.length).toBeGreaterThan(0);
    for (const { manifest } of objects) expect(schemaErrors(manifest)).toEqual([]);
  });
});

describe('the README', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const blocks = (language: string) =>
    [...readme.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(([, text]) => text);

  it('shows the first example and the YAML it renders, as they are', () => {
    expect(blocks('ts')[0]).toBe(readFileSync(join(root, 'examples/quota-only/main.ts'), 'utf8'));
    const [yaml] = filesBelow(join(root, 'examples/quota-only/dist')).values();
    expect(blocks('yaml')[0]).toBe(yaml);
  });

  it('lists every construct of the package', () => {
    const index = readFileSync(join(root, 'src/index.ts'), 'utf8');
    const files = [...index.matchAll(/from '(\.\/constructs\/[^']+)'/g)].map(([, path]) =>
      join(root, 'src', `${path}.ts`),
    );
    const constructs = files.flatMap((file) => {
      const source = readFileSync(file, 'utf8');
      return [
        ...source.matchAll(
          /^export class (\w+) extends (?:KubernetesObject|Construct|Application|ValuesFile|App|Chart)/gm,
        ),
      ];
    });
    const missing = constructs.map(([, name]) => name).filter((name) => !readme.includes(`\`${name}\``));
    expect(missing).toEqual([]);
  });
});
