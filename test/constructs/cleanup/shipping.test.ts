import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { defaultImage, Shipping, StewardRuntime } from '../../../src';
import { root, withFolder } from '../../files';
import { allRendered, problemsOf } from '../render';

const packed = readFileSync(join(root, 'bundles/sweep.js.gz'));
const sha256 = createHash('sha256').update(gunzipSync(packed)).digest('hex');
const digest = `sha256:${'a'.repeat(64)}`;

/** What the runtime renders, and with what it starts a container. */
function shipped(shipping?: Shipping) {
  let runtime: StewardRuntime | undefined;
  const objects = allRendered((scope) => {
    runtime = new StewardRuntime(scope, 'runtime', { shipping });
  });
  return { objects: [...objects.values()], runtime: runtime as StewardRuntime };
}

describe('the bundle', () => {
  const { objects, runtime } = shipped();
  const [program] = objects;

  it('is copied byte by byte, named by what it holds, and stays until nobody mounts it', () => {
    expect(objects).toEqual([
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: {
          name: `steward-sweep-${sha256.slice(0, 12)}`,
          namespace: 'steward-system',
          annotations: {
            'argocd.argoproj.io/sync-options': 'PruneLast=true',
            'cdk8s-steward.dev/version': require(join(root, 'package.json')).version,
          },
        },
        binaryData: { 'sweep.js.gz': packed.toString('base64') },
        immutable: true,
      },
    ]);
    expect(runtime.program).toBe(program.metadata.name);
  });

  it('runs on a stock image that is pinned by its digest', () => {
    expect(runtime.shipping.image).toBe(defaultImage);
    expect(defaultImage).toMatch(/@sha256:[0-9a-f]{64}$/);
    const other = `registry.example.com/node@${digest}`;
    expect(shipped(Shipping.bundle({ image: other })).runtime.shipping.image).toBe(other);
  });

  it('is the image that the Dockerfile begins with', () => {
    expect(readFileSync(join(root, 'Dockerfile'), 'utf8')).toContain(`\nFROM ${defaultImage}\n`);
  });
});

describe('the container', () => {
  /** Starts what is rendered as the image's entrypoint would, with what is mounted in a folder of the test. */
  function start(flags: readonly string[], mounted: Buffer) {
    return withFolder((folder) => {
      writeFileSync(join(folder, 'sweep.js.gz'), mounted);
      const args = shipped().runtime.shipping.args.map((word) => word.replace("'/steward/", `'${folder}/`));
      const { status, stdout, stderr } = spawnSync(process.execPath, [...args, ...flags], { encoding: 'utf8' });
      return { status, stdout, stderr: stderr.replaceAll(folder, '/steward') };
    });
  }
  const bytes = Buffer.from(shipped().objects[0].binaryData['sweep.js.gz'], 'base64');

  it('starts the program', () => {
    const { status, stdout, stderr } = start(['--help'], bytes);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^ {2}--policy <file> +the retention policy, YAML or JSON\n {2}--mode <mode>/);
  });

  it('hands it its flags, and tells how it ended', () => {
    expect(start(['--mode', 'wipe'], bytes)).toEqual({
      status: 2,
      stdout: '',
      stderr:
        'error: --policy is required: the file of a retention policy\nerror: --mode "wipe" is not one of report, verify, delete\n',
    });
  });

  it('gives it the arguments that a program in a file has', () => {
    const args = shipped().runtime.shipping.args;
    const [option, loader = '', dashes] = args;
    const told = gzipSync('console.log(JSON.stringify(process.argv.slice(1)), module.filename)');
    const hash = createHash('sha256').update(gunzipSync(told)).digest('hex');
    withFolder((folder) => {
      writeFileSync(join(folder, 'sweep.js.gz'), told);
      const own = loader.replace("'/steward/", `'${folder}/`);
      const { stdout } = spawnSync(process.execPath, [option, own, dashes, hash, '--a', '-e'] as string[], {
        encoding: 'utf8',
      });
      const file = join(folder, 'sweep.js');
      expect(stdout).toBe(`${JSON.stringify([file, '--a', '-e'])} ${file}\n`);
    });
  });

  it('runs nothing but the program that was rendered', () => {
    const other = gzipSync('console.log("anything")');
    expect(start(['--help'], other)).toEqual({
      status: 2,
      stdout: '',
      stderr: `error: /steward/sweep.js has SHA-256 ${createHash('sha256').update(gunzipSync(other)).digest('hex')}, not ${sha256}\n`,
    });
  });
});

describe('an own image', () => {
  it('brings the program itself', () => {
    const { objects, runtime } = shipped(Shipping.image(`registry.example.com/steward@${digest}`));
    expect(objects).toEqual([]);
    expect([runtime.program, runtime.shipping.args]).toEqual([undefined, []]);
  });

  it.each(['registry.example.com/steward', 'registry.example.com/steward:1', 'steward@sha256:abc'])(
    'is refused as %s: what it names may change',
    (image) => {
      for (const shipping of [Shipping.image(image), Shipping.bundle({ image })]) {
        expect(problemsOf((scope) => new StewardRuntime(scope, 'runtime', { shipping }))).toEqual([
          `prod/runtime: shipping.image "${image}" is not pinned: name an image by its digest, registry.example.com/steward@sha256:…`,
        ]);
      }
    },
  );
});
