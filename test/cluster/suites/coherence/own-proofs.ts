import { kedaDefaultMax } from '../../../../src/analysis/cluster/autoscaler';
import type { Manifest } from '../../../../src/model/manifests/manifest';
import { inNamespace } from '../../bench/bench';
import type { OwnProof } from './own-proof';
import { applied, copyOf, create, documents } from './page-objects';
import { retentionProofs } from './retention-proofs';
import { sweepProofs } from './sweep-proofs';

/** By the id of the rule. */
export const ownProofs: Readonly<Record<string, OwnProof>> = {
  ...retentionProofs,
  ...sweepProofs,

  'QTA-COUNT-NAME': async (bench, page) => {
    const failing = await applied(bench, page.failing);
    const second = copyOf(failing.find(({ kind }) => kind === 'Deployment'));
    await bench.client.create(second);
    const quota = failing.find(({ kind }) => kind === 'ResourceQuota');
    const { namespace, name } = quota?.metadata ?? { name: '' };
    const { status } = await bench.get('v1', 'ResourceQuota', namespace, name);
    expect(Object.values(status.used ?? {}).every((used) => used === '0')).toBe(true);

    const mended = await applied(bench, page.mended);
    const refusal = await bench.refusal(bench.client.create(copyOf(mended.find(({ kind }) => kind === 'Deployment'))));
    expect(refusal.message).toContain('exceeded quota: team');
  },

  'QTA-SURGE': async (bench, page) => {
    const newImage = { spec: { template: { spec: { containers: [{ name: 'api', image: 'steward.test/new' }] } } } };
    const rollOut = async (yaml: string) => {
      const objects = await applied(bench, yaml);
      const { metadata } = objects.find(({ kind }) => kind === 'Deployment') as Manifest;
      const key = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: metadata.namespace, name: metadata.name };
      await bench.untilObject(key, 'is ready', ({ spec, status }) => status?.readyReplicas === spec.replicas, 100);
      const path = `/apis/apps/v1/namespaces/${metadata.namespace}/deployments/${metadata.name}`;
      await bench.client.call('PATCH', path, newImage, {
        contentType: 'application/strategic-merge-patch+json',
      });
      return key;
    };
    const stuck = await rollOut(page.failing);
    await bench.until('the surge is refused', async () => {
      const events = await bench.list('v1', 'Event', stuck.namespace ?? '');
      return events.some(({ message }) => String(message).includes('exceeded quota: team'));
    });
    const { spec, status } = await bench.get('apps/v1', 'Deployment', stuck.namespace, stuck.name);
    expect([status.updatedReplicas ?? 0, status.readyReplicas]).toEqual([0, spec.replicas]);

    const moving = await rollOut(page.mended);
    await bench.untilObject(
      moving,
      'is rolled out',
      (live) => {
        return (
          live.status?.updatedReplicas === live['spec'].replicas && live.status.readyReplicas === live['spec'].replicas
        );
      },
      100,
    );
  },

  // What KEDA does is in its source; what becomes of the autoscaler that it makes is seen here.
  'KEDA-DEFAULT-100': async (bench, page) => {
    const namespace = await bench.namespace('own-proof');
    const objects = documents(page.failing).map((manifest) => inNamespace(namespace, manifest));
    const scaled = objects.find(({ kind }) => kind === 'ScaledObject') as Manifest & {
      spec: { scaleTargetRef: object };
    };
    const autoscaler = {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: `keda-hpa-${scaled.metadata.name}`, namespace },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', ...scaled.spec.scaleTargetRef },
        // As if the metric asked for all of them.
        minReplicas: kedaDefaultMax,
        maxReplicas: kedaDefaultMax,
        metrics: [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
        ],
      },
    };
    await create(bench, [...objects.filter((object) => object !== scaled), autoscaler]);
    await bench.until(
      'the quota refuses what the autoscaler asks for',
      async () => {
        const events = await bench.list('v1', 'Event', namespace);
        return events.some(({ reason, message }) => {
          return reason === 'FailedCreate' && String(message).includes('exceeded quota: team');
        });
      },
      60,
    );
  },

  'CLN-SELECTOR': async (bench, page) => {
    const namespace = await bench.namespace('own-proof');
    const commands = (yaml: string) => {
      // biome-ignore lint/suspicious/noExplicitAny: the page's own CronJob
      const cronJob = documents(yaml).find(({ kind }) => kind === 'CronJob') as any;
      const script: string = cronJob.spec.jobTemplate.spec.template.spec.containers[0].args[0];
      return script.replaceAll('\\\n', ' ').trim().split('\n');
    };
    for (const command of commands(page.failing)) {
      expect(bench.shell(`${command} -n ${namespace}`)).not.toMatchObject({ code: 0 });
    }
    for (const command of commands(page.mended)) {
      expect(bench.shell(`${command} -n ${namespace}`)).toMatchObject({ code: 0 });
    }
    const twice = 'kubectl get pods -v=8 --field-selector=status.phase==Succeeded --field-selector=spec.nodeName=a';
    const { output } = bench.shell(`${twice} -n ${namespace}`);
    expect(output).toContain('fieldSelector=spec.nodeName%3Da');
    expect(output).not.toContain('fieldSelector=status.phase');
  },

  'API-REMOVED': async (bench, page) => {
    const [object] = documents(page.failing);
    const [group = ''] = object.apiVersion.split('/');
    const { versions } = await bench.client.call<{ versions: { groupVersion: string }[] }>('GET', `/apis/${group}`);
    expect(versions.map(({ groupVersion }) => groupVersion)).not.toContain(object.apiVersion);
    await applied(bench, page.mended);
  },

  'DUP-OBJECT': async (bench, page) => {
    const namespace = await bench.namespace('own-proof');
    const objects = documents(page.failing).map((manifest) => inNamespace(namespace, manifest));
    for (const object of objects) await bench.client.apply(object, { force: true });
    const last = objects.at(-1) as Manifest;
    const live = await bench.list(last.apiVersion, last.kind, namespace);
    const same = live.filter(({ metadata }) => metadata.name === last.metadata.name);
    expect(same.map(({ data }) => data)).toEqual([last['data']]);
  },
};
