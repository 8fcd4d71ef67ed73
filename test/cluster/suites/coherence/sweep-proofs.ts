import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Manifest } from '../../../../src/model/manifests/manifest';
import { readPolicy } from '../../../../src/model/policy/policy-file';
import { readSweepFlags } from '../../../../src/runtime/sweep/options';
import { runSweep } from '../../../../src/runtime/sweep/run';
import type { Bench } from '../../bench/bench';
import { repository } from '../../build/build';
import type { OwnProof } from './own-proof';
import { create, documents } from './page-objects';

/** What becomes of a sweep: the program itself is run, or its pods are. */
export const sweepProofs: Readonly<Record<string, OwnProof>> = {
  'POL-INVALID': async (_bench, page) => {
    const [refused, accepted] = [page.failing, page.mended].map((yaml) => ranWith(policyText(yaml)));
    const told = page.output.split('\n').filter((line) => line.startsWith('  policy.yaml:'));
    expect(told.length).toBeGreaterThan(0);
    expect(refused?.code).toBe(2);
    for (const line of told) expect(refused?.output).toContain(line.trim());
    // It gets as far as looking for its cluster, which is not there.
    expect(accepted?.output).not.toContain('policy.yaml:');
    expect(accepted?.output).toContain('KUBERNETES_SERVICE_HOST');
  },

  'CLN-SCOPE': async (bench, page) => {
    const refused = await sweptAs(bench, page.failing);
    expect(refused).toMatchObject({ code: 2 });
    expect(refused.output).toContain(`error: the account may not get jobs.batch in ${refused.served}`);
    expect(await sweptAs(bench, page.mended)).toMatchObject({ code: 0 });
  },

  'RET-ARCHIVE': async (bench, page) => {
    const archive = mkdtempSync(join(tmpdir(), 'steward-archive-'));
    const namespace = await bench.namespace('own-proof');
    expect(await archivedBy(bench, page.failing, namespace, 'first', archive)).toBe('none\n');
    expect(await archivedBy(bench, page.failing, namespace, 'second', archive)).toBe('none\n');
    expect(await archivedBy(bench, page.mended, namespace, 'third', archive)).toBe('none\n');
    expect(await archivedBy(bench, page.mended, namespace, 'fourth', archive)).toBe('by third\n');
    rmSync(archive, { recursive: true, force: true });
  },
};

function policyText(yaml: string): string {
  const configMap = documents(yaml).find(({ kind }) => kind === 'ConfigMap') as Manifest & {
    data: Readonly<Record<string, string>>;
  };
  return configMap.data['policy.yaml'] ?? '';
}

/** Runs the program that ConfigMaps carry, outside of any cluster. */
function ranWith(policy: string): { readonly code: number | null; readonly output: string } {
  const folder = mkdtempSync(join(tmpdir(), 'steward-policy-'));
  const program = join(folder, 'sweep.js');
  writeFileSync(program, gunzipSync(readFileSync(join(repository(), 'bundles/sweep.js.gz'))));
  writeFileSync(join(folder, 'policy.yaml'), policy);
  const { KUBERNETES_SERVICE_HOST: _, ...env } = process.env;
  const run = spawnSync(process.execPath, [program, '--policy', 'policy.yaml'], { cwd: folder, env, encoding: 'utf8' });
  rmSync(folder, { recursive: true, force: true });
  return { code: run.status, output: `${run.stdout}${run.stderr}` };
}

/** Makes the example's accounts, roles and bindings in namespaces of their own, and sweeps as its account. */
async function sweptAs(bench: Bench, yaml: string) {
  const served = await bench.namespace('served');
  const system = await bench.namespace('system');
  const own = yaml
    .replaceAll('steward-system', system)
    .replace(/(namespace: |namespaces: \[|resourceNames: \[)team\b/g, `$1${served}`);
  await create(
    bench,
    documents(own).filter(({ apiVersion, kind }) => kind === 'ServiceAccount' || apiVersion.startsWith('rbac')),
  );
  const client = await bench.as(system, 'team-cleanup');
  const { server, ca, token } = client.access;
  client.close();
  const { policy } = readPolicy(policyText(own), 'policy.yaml');
  if (!policy) throw new Error('the page has no policy');
  const { request } = readSweepFlags({ policy: 'policy.yaml', mode: 'delete', stateNamespace: system });
  let output = '';
  const write = (text: string) => {
    output += text;
  };
  const code = await runSweep(policy, request, {
    access: { server, ca, token: async () => token },
    output: { out: write, err: write, isWatched: false },
    ownNamespaces: [],
    signal: new AbortController().signal,
  });
  return { code, output, served };
}

/** What a pod of the CronJob finds in its archive's folder, before it writes there itself. */
async function archivedBy(
  bench: Bench,
  yaml: string,
  namespace: string,
  name: string,
  folder: string,
): Promise<string> {
  // biome-ignore lint/suspicious/noExplicitAny: the page's own CronJob
  const cronJob = documents(yaml).find(({ kind }) => kind === 'CronJob') as any;
  const { volumes, containers } = cronJob.spec.jobTemplate.spec.template.spec;
  const isOfArchive = (one: { name: string }) => one.name === 'archive';
  const volume = volumes.find(isOfArchive);
  const lasting = { name: 'archive', hostPath: { path: folder } };
  const script = `cat /archive/object 2>/dev/null || echo none; echo by ${name} >/archive/object`;
  await bench.client.create({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace },
    spec: {
      restartPolicy: 'Never',
      nodeSelector: { 'steward.test/node': 'process' },
      tolerations: [{ key: 'steward.test/process-node', operator: 'Exists' }],
      containers: [
        {
          name: 'sweep',
          image: 'alpine',
          args: ['sh', '-c', script],
          volumeMounts: containers[0].volumeMounts.filter(isOfArchive),
        },
      ],
      volumes: [volume.persistentVolumeClaim ? lasting : volume],
    },
  });
  const key = { apiVersion: 'v1', kind: 'Pod', namespace, name };
  await bench.untilObject(key, 'has ended', ({ status }) => status?.phase === 'Succeeded', 60);
  return bench.client.text(`/api/v1/namespaces/${namespace}/pods/${name}/log`);
}
