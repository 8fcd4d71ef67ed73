import { found } from '../../../checked';
import { defaults, policy, type Sweep, sweep, workflows } from './policies';

const rule = 'RET-ARCHIVE';
const keep = workflows('Succeeded: {for: 7d}');

function severities(yaml: string): string[] {
  return found(rule, yaml).map((line) => line.split(' ')[0] ?? '');
}

describe('an archive in a folder', () => {
  const folder = policy(keep, 'archive: {directory: /data/archive}');
  const on = (volume: string, more: Sweep = {}, mountPath = '/data') =>
    folder +
    sweep({ volumes: `, {name: data, ${volume}}`, mounts: `, {name: data, mountPath: ${mountPath}}`, ...more });

  test.each(['emptyDir: {}', 'ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce]}}}'])(
    'of a volume that goes with the pod is lost: %s',
    (volume) => {
      expect(found(rule, on(volume))).toEqual([
        expect.stringMatching(
          /^error CronJob\/cleanup spec.jobTemplate.spec.template.spec.volumes\[1\]: CronJob steward-system\/cleanup archives to \/data\/archive, which is on the (emptyDir|ephemeral) volume "data" of its pod: the archive goes with the pod, after the objects were deleted for it$/,
        ),
      ]);
    },
  );

  test.each(['persistentVolumeClaim: {claimName: archive}', 'nfs: {server: a, path: /a}', 'hostPath: {path: /a}'])(
    'of one that outlives the pod is fine: %s',
    (volume) => {
      expect(found(rule, on(volume))).toEqual([]);
    },
  );

  test('that nobody can write to is said to be that', () => {
    expect(found(rule, on('configMap: {name: a}'))).toEqual([
      expect.stringContaining('nothing can be written there, and what is not archived is never deleted'),
    ]);
  });

  test('is that of the longest mount above it', () => {
    const both =
      folder +
      sweep({
        volumes: ', {name: tmp, emptyDir: {}}, {name: data, persistentVolumeClaim: {claimName: a}}',
        mounts: ', {name: tmp, mountPath: /data}, {name: data, mountPath: /data/archive/}',
      });
    expect(found(rule, both)).toEqual([]);
    expect(severities(on('persistentVolumeClaim: {claimName: a}', {}, '/data/arch'))).toEqual(['error']);
    expect(severities(on('emptyDir: {}', {}, '/'))).toEqual(['error']);
    expect(severities(on('emptyDir: {}', {}, '"$(DATA)"'))).toEqual([]);
  });

  test('of the container itself is lost, or cannot be written to', () => {
    expect(found(rule, folder + sweep())).toEqual([
      expect.stringContaining('in the file system of its container: the archive goes'),
    ]);
    const readOnly = { container: 'securityContext: {readOnlyRootFilesystem: true}' };
    expect(found(rule, folder + sweep(readOnly))).toEqual([
      expect.stringContaining('on the read-only root of its container: nothing can be written there'),
    ]);
  });

  test('that is not absolute lies in the container, wherever that is', () => {
    expect(found(rule, policy(keep, 'archive: {directory: ./kept}') + sweep())).toEqual([
      expect.stringContaining('archives to ./kept, which is in the file system of its container: the archive goes'),
    ]);
  });

  test('of a claim that is mounted to be read only cannot be written to', () => {
    const claim = 'persistentVolumeClaim: {claimName: archive';
    for (const yaml of [
      on(`${claim}, readOnly: true}`),
      folder +
        sweep({ volumes: `, {name: data, ${claim}}}`, mounts: ', {name: data, mountPath: /data, readOnly: true}' }),
    ]) {
      expect(found(rule, yaml)).toEqual([
        expect.stringMatching(/readOnly: .* is mounted to be read only: nothing can be written there/),
      ]);
    }
  });

  test('loses nothing while nothing is deleted', () => {
    const mode = (args: string) => severities(on('emptyDir: {}', { args: `--policy, /p, ${args}` }));
    expect(mode('--mode=delete')).toEqual(['error']);
    expect(mode('--mode, verify')).toEqual(['warning']);
    expect(mode('--format, json')).toEqual(['warning']);
    const reporting = policy(workflows('Succeeded: {for: 7d, action: report}'), 'archive: {directory: /data}');
    expect(severities(reporting + sweep())).toEqual([]);
  });
});

describe('an archive in a bucket', () => {
  const bucket = (s3 = '') => policy(keep, `archive: {s3: {bucket: a${s3}}}`);
  const minio = bucket(', endpoint: "http://minio.store:9000"');
  const network = (egress: string) => `
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: out, namespace: steward-system}
spec: {podSelector: {}, policyTypes: [Egress], egress: [${egress}]}
`;
  const dns =
    '{to: [{namespaceSelector: {}, podSelector: {matchLabels: {k8s-app: kube-dns}}}], ports: [{port: 53, protocol: UDP}, {port: 53}]}';
  const to = (port: number, peer = 'ipBlock: {cidr: 10.0.0.0/8}') => `{to: [{${peer}}], ports: [{port: ${port}}]}`;

  test('is out of reach where no rule leads to its port', () => {
    expect(found(rule, bucket() + sweep() + network(dns))).toEqual([
      'warning NetworkPolicy/out spec.egress: no policy lets the pods of CronJob steward-system/cleanup connect to port 443 of S3: nothing is archived, and what is not archived is never deleted',
    ]);
    expect(found(rule, bucket() + sweep() + network(to(443)))).toEqual([]);
    expect(found(rule, minio + sweep() + network(to(443)))).toHaveLength(1);
    expect(found(rule, minio + sweep() + network(to(9000)))).toEqual([]);
    expect(found(rule, bucket() + sweep())).toEqual([]);
  });

  test('may be a pod, and a Service may have another port than it', () => {
    expect(found(rule, minio + sweep() + network(to(9443, 'namespaceSelector: {}')))).toEqual([]);
    expect(found(rule, minio + sweep() + network(to(9443, 'podSelector: {}')))).toEqual([]);
  });

  test('is not judged beside policies of other kinds, nor on the network of the node', () => {
    const cilium = '\n---\n{apiVersion: cilium.io/v2, kind: CiliumNetworkPolicy, metadata: {name: a, namespace: b}}\n';
    expect(found(rule, bucket() + sweep() + network(dns) + cilium)).toEqual([]);
    expect(found(rule, bucket() + sweep({ spec: 'hostNetwork: true' }) + network(dns))).toEqual([]);
  });

  describe('of a server that is not AWS', () => {
    const account = (annotations = '') =>
      `\n---\n{apiVersion: v1, kind: ServiceAccount, metadata: {name: cleanup, namespace: steward-system${annotations}}}\n`;
    const env = (name: string) => ({ container: `env: [{name: ${name}, value: a}]` });

    test('needs credentials from the pod', () => {
      expect(found(rule, minio + sweep() + account())).toEqual([
        expect.stringMatching(
          /^warning CronJob\/cleanup .*\.containers\[0\]\.env: CronJob steward-system\/cleanup is given no credentials for http:\/\/minio.store:9000: /,
        ),
      ]);
      expect(found(rule, minio + sweep(env('STEWARD_S3_CREDENTIALS_DIR')) + account())).toEqual([]);
      expect(found(rule, minio + sweep(env('AWS_ACCESS_KEY_ID')) + account())).toEqual([]);
      expect(found(rule, minio + sweep(env('LANG')) + account())).toHaveLength(1);
      expect(found(rule, minio + sweep({ container: 'envFrom: [{secretRef: {name: a}}]' }) + account())).toEqual([]);
    });

    test('may be given them by what is not seen here', () => {
      expect(found(rule, minio + sweep())).toEqual([]);
      expect(found(rule, minio + sweep() + account(', annotations: {eks.amazonaws.com/role-arn: a}'))).toEqual([]);
      expect(found(rule, bucket() + sweep() + account())).toEqual([]);
    });
  });
});

describe('the archive of Argo', () => {
  const persistence = (text: string) => defaults('{}', `persistence: "{${text}}"`);

  test('keeps nothing for any time while it is off', () => {
    expect(found(rule, persistence('archiveTTL: 30d'))).toEqual([
      'warning ConfigMap/workflow-controller-configmap data.persistence: persistence.archiveTTL keeps archived workflows 30d, but persistence.archive is not set: Argo archives none',
    ]);
    expect(found(rule, persistence('archiveTTL: 30d, archive: false'))).toHaveLength(1);
    expect(found(rule, persistence('archiveTTL: 30d, archive: true'))).toEqual([]);
    expect(found(rule, persistence('archive: false'))).toEqual([]);
  });

  test('is found in the values of the chart', () => {
    const application = `{apiVersion: argoproj.io/v1alpha1, kind: Application, metadata: {name: a, namespace: argocd}, spec: {source: {chart: argo-workflows, helm: {valuesObject: {controller: {persistence: {archiveTTL: 30d}}}}}}}`;
    expect(found(rule, application)).toHaveLength(1);
  });
});
