import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { CoherenceValidation } from '../../src/cli/validation';
import { filesBelow, root, withFolder } from '../files';
import { inFolder } from './run-case';

const image = `registry.example.com/api@sha256:${'0'.repeat(64)}`;

/** A quota of `pods`, and an autoscaler that may ask for six. */
function objects(pods: number) {
  const namespace = 'team';
  const labels = { app: 'api' };
  return {
    quota: { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'team', namespace }, spec: { hard: { pods } } },
    api: {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'api', namespace },
      spec: {
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [{ name: 'api', image }] } },
      },
    },
    scaling: {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'api-scaling', namespace },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'api' },
        minReplicas: 2,
        maxReplicas: 6,
        metrics: [{ type: 'External', external: { metric: { name: 'q' }, target: { type: 'Value', value: '5' } } }],
      },
    },
  };
}

/** Runs the real `cdk8s synth` on an app that is not ours, with the plugin. */
function synth(folder: string, pods: number, properties: object = {}, args: readonly string[] = []) {
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  const link = (target: string, name: string) => {
    const path = join(folder, 'node_modules', name);
    if (!existsSync(path)) symlinkSync(target, path);
  };
  for (const name of ['cdk8s', 'constructs']) link(join(root, 'node_modules', name), name);
  link(root, 'cdk8s-steward');
  writeFileSync(
    join(folder, 'main.js'),
    `const { ApiObject, App, Chart } = require('cdk8s');
     const app = new App();
     const chart = new Chart(app, 'team');
     for (const [id, object] of Object.entries(${JSON.stringify(objects(pods))})) new ApiObject(chart, id, object);
     app.synth();`,
  );
  const validation = {
    package: './node_modules/cdk8s-steward/lib/cli/validation',
    version: '0.2.0',
    class: 'CoherenceValidation',
    properties,
  };
  writeFileSync(
    join(folder, 'cdk8s.yaml'),
    stringify({ app: 'node main.js', output: 'dist', validations: [validation] }),
  );
  return spawnSync(process.execPath, [join(root, 'node_modules/cdk8s-cli/bin/cdk8s'), 'synth', ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, CDK8S_CHECK_UPGRADE: 'false' },
  });
}

describe('the plugin under the real `cdk8s synth`', () => {
  it('fails where objects do not agree, names construct, place and remedy, and leaves manifests only', () => {
    withFolder((folder) => {
      const { status, stdout } = synth(folder, 3);
      expect(status).toBe(2);
      expect(stdout).toContain('error HPA-OVER-QUOTA');
      expect(stdout).toContain('Construct Path: team/scaling');
      expect(stdout).toMatch(/> dist\/team\.k8s\.yaml:\d+ spec\.maxReplicas/);
      expect(stdout).toContain('How to fix: set maxReplicas to 3');
      expect([...filesBelow(join(folder, 'dist')).keys()]).toEqual(['team.k8s.yaml']);
    });
  }, 60_000);

  it('passes where they agree, and leaves manifests only', () => {
    withFolder((folder) => {
      const { status, stdout } = synth(folder, 30);
      expect({ status, stdout }).toMatchObject({
        status: 0,
        stdout: expect.stringContaining('no findings in 3 objects'),
      });
      expect([...filesBelow(join(folder, 'dist')).keys()]).toEqual(['team.k8s.yaml']);
    });
  }, 60_000);

  it('takes its properties from cdk8s.yaml', () => {
    withFolder((folder) => {
      expect(synth(folder, 3, { ignore: ['HPA-OVER-QUOTA'] }).stdout).not.toContain('HPA-OVER-QUOTA');
      expect(synth(folder, 3, { failOn: 'never' }).status).toBe(0);
      expect(synth(folder, 3, { failOm: 'never' })).toMatchObject({
        status: 1,
        stderr: expect.stringContaining('failOm is none of profile, root, failOn'),
      });
    });
  }, 60_000);
});

describe('the plugin', () => {
  function contextOf(manifests: readonly string[], stdout = false) {
    const violations: { ruleName: string; violatingResources: readonly { resourceName: string }[] }[] = [];
    const submitted: unknown[] = [];
    const logged: string[] = [];
    const context = {
      manifests,
      stdout,
      logger: { log: (message: string) => void logged.push(message) },
      report: {
        addViolation: (violation: (typeof violations)[number]) => void violations.push(violation),
        submit: (...args: unknown[]) => void submitted.push(args),
      },
    };
    return { context, violations, submitted, logged };
  }

  function write(file: string, ...documents: unknown[]) {
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, documents.map((document) => stringify(document)).join('---\n'));
  }

  it('checks each environment as the cluster it is', async () => {
    await inFolder(async () => {
      const { quota, api, scaling } = objects(3);
      write('dist/dev/all.yaml', quota, api, scaling);
      write('dist/prod/all.yaml', objects(30).quota, api, scaling);
      const run = contextOf(['dist/dev/all.yaml', 'dist/prod/all.yaml']);
      await new CoherenceValidation({ root: ['dist/dev', 'dist/prod'], rule: ['HPA-OVER-QUOTA,DUP-OBJECT'] }).validate(
        run.context,
      );
      expect(run.violations.map(({ ruleName }) => ruleName)).toEqual(['error HPA-OVER-QUOTA']);
      expect(run.submitted).toEqual([['failure', { Found: '1 error in 6 objects of 2 files' }]]);
    });
  });

  it('says that it checks nothing under --stdout with several environments', async () => {
    await inFolder(async () => {
      write('clusters.yaml', { environments: { dev: { path: 'dist/dev' } } });
      mkdirSync('dist/dev', { recursive: true });
      const run = contextOf(['/tmp/x/all.yaml'], true);
      await new CoherenceValidation({ profile: 'clusters.yaml' }).validate(run.context);
      expect(run.submitted).toEqual([['success', { Checked: 'nothing' }]]);
      expect(run.logged).toHaveLength(1);
    });
  });

  it('names kind and namespace where two objects share a name, since cdk8s looks constructs up by it', async () => {
    await inFolder(async () => {
      const { quota, api, scaling } = objects(3);
      write('all.yaml', quota, api, { ...scaling, metadata: { ...scaling.metadata, name: 'api' } });
      const run = contextOf(['all.yaml']);
      await new CoherenceValidation({ rule: ['HPA-OVER-QUOTA'] }).validate(run.context);
      expect(run.violations[0]!.violatingResources[0]!.resourceName).toBe('HorizontalPodAutoscaler team/api');
    });
  });

  it('fails on a manifest that it cannot read', async () => {
    await inFolder(async () => {
      writeFileSync('all.yaml', 'a: [\n');
      const run = contextOf(['all.yaml']);
      await new CoherenceValidation().validate(run.context);
      expect(run.submitted).toMatchObject([['failure', {}]]);
      expect(run.violations[0]).toMatchObject({
        recommendation: expect.stringMatching(/^all\.yaml:\d+: cannot be read/),
      });
    });
  });

  it("deletes the construct metadata of cdk8s, and no other's file of that name", async () => {
    await inFolder(async () => {
      write('dist/team/quota.yaml', objects(3).quota);
      write('dist/other/quota.yaml', { ...objects(3).quota, metadata: { name: 'b', namespace: 'other' } });
      const validate = () =>
        new CoherenceValidation().validate(contextOf(['dist/team/quota.yaml', 'dist/other/quota.yaml']).context);
      const metadata = JSON.stringify({ version: '1.0.0', resources: { team: { path: 'a/b' } } });
      writeFileSync('dist/construct-metadata.json', metadata);
      writeFileSync('dist/team/construct-metadata.json', metadata);
      await validate();
      expect([...filesBelow('dist').keys()].filter((file) => file.endsWith('.json'))).toEqual([
        'team/construct-metadata.json',
      ]);
      writeFileSync('dist/construct-metadata.json', '{"mine": true}');
      await validate();
      expect(existsSync('dist/construct-metadata.json')).toBe(true);
    });
  });
});
