import type { FieldPath, Finding, Location, Place, Subject } from '../../../../src/analysis/findings/finding';
import type { QuotaUse, Report } from '../../../../src/analysis/findings/report';
import type { Manifest } from '../../../../src/model/manifests/manifest';

/** Stands in the data of a Secret: no report may show it. */
export const secretValue = 'aHVudGVyMg-do-not-print';

/** An object whose fields stand on lines of their own, by their path's last step. */
export function subject(
  kind: string,
  name: string,
  lines: Readonly<Record<string, number>> = {},
  more: Partial<Manifest> & { file?: string; apiVersion?: string; namespace?: string } = {},
): Subject {
  const { file = `dist/prod/agents/${kind.toLowerCase()}-${name}.yaml`, apiVersion = 'v1', namespace, ...rest } = more;
  const manifest: Manifest = { apiVersion, kind, metadata: { name, namespace: namespace ?? 'agents' }, ...rest };
  const locate = (path: FieldPath): Location => ({ file, line: lines[String(path.at(-1))] ?? 2, column: 3 });
  return { manifest, locate };
}

export const autoscaler = subject(
  'HorizontalPodAutoscaler',
  'api',
  { maxReplicas: 14 },
  { apiVersion: 'autoscaling/v2' },
);
export const quota = subject('ResourceQuota', 'agents', { 'requests.cpu': 9, 'requests.memory': 10 });
export const deployment = subject('Deployment', 'api', { replicas: 7, image: 31 }, { apiVersion: 'apps/v1' });
export const secret = subject('Secret', 'token', { data: 5 }, { data: { token: secretValue } });

const place = (object: Subject, ...path: (string | number)[]): Place => ({ object, path });

export const findings: readonly Finding[] = [
  {
    rule: 'HPA-OVER-QUOTA',
    severity: 'error',
    at: [place(autoscaler, 'spec', 'maxReplicas'), place(quota, 'spec', 'hard', 'requests.cpu')],
    message: '12 replicas × 500m = 6 requests.cpu, the quota holds 4',
    arithmetic: [
      '500m a pod: 450m api + 50m istio-proxy',
      '12 × 500m = 6',
      '4 hard − 0 of others = 4, which holds 8 pods',
    ],
    fix: 'lower maxReplicas to 8 or raise requests.cpu to 6',
  },
  {
    rule: 'SEC-INLINE',
    severity: 'warning',
    at: [place(secret, 'data', 'token')],
    message: 'a secret value stands in the manifests',
    fix: 'take it from a secret store: an ExternalSecret or a SealedSecret',
  },
  {
    rule: 'HPA-OVER-QUOTA',
    severity: 'warning',
    at: [place(autoscaler, 'spec', 'maxReplicas'), place(quota, 'spec', 'hard', 'requests.memory')],
    message:
      'all autoscalers of the namespace at their maximum need 24Gi requests.memory, the quota holds 16Gi; each of them alone can reach its maximum',
    arithmetic: ['12 × 1Gi of Deployment agents/api', '12 × 1Gi of Deployment agents/worker'],
    fix: 'raise requests.memory to 24Gi, or accept that they compete',
  },
  {
    rule: 'IMG-UNPINNED',
    severity: 'info',
    at: [place(deployment, 'spec', 'template', 'spec', 'containers', 0, 'image')],
    message: 'ghcr.io/acme/api:1.4 names no digest',
    fix: 'append @sha256:… of the image that was tested',
  },
];

export const quotas: readonly QuotaUse[] = [
  { key: 'requests.cpu', peak: '6', hard: '4', share: 1.5 },
  { key: 'requests.memory', peak: '15Gi', hard: '16Gi', share: 15 / 16 },
  { key: 'pods', peak: '12', hard: '50', share: 0.24 },
  { key: 'persistentvolumeclaims', peak: '0', hard: '10', share: 0 },
].map((use) => ({
  ...use,
  namespace: 'agents',
  quota: 'agents',
  place: place(quota, 'spec', 'hard', use.key),
}));

export const report: Report = {
  findings,
  suppressed: [
    {
      finding: {
        rule: 'HPA-REPLICAS',
        severity: 'warning',
        at: [place(deployment, 'spec', 'replicas'), place(autoscaler, 'spec', 'scaleTargetRef')],
        message: 'replicas: 4 is reset at every apply',
        fix: 'leave replicas out',
      },
      reason: 'the first rollout needs it',
    },
  ],
  skipped: [
    { file: 'dist/README.yaml', line: 1, why: 'is not a Kubernetes object: apiVersion missing', kind: 'foreign' },
    {
      file: 'chart/templates/api.yaml',
      line: 3,
      why: 'cannot be read: Unexpected { in block mapping',
      kind: 'unreadable',
    },
  ],
  quotas,
  summary: {
    objects: 14,
    files: 9,
    findings: { error: 1, warning: 2, info: 1 },
    suppressed: 1,
    skipped: 2,
    known: 4,
  },
};

/** A report in which nothing was found. */
export const clean: Report = {
  findings: [],
  suppressed: [],
  skipped: [],
  quotas: [],
  summary: { objects: 1, files: 1, findings: { error: 0, warning: 0, info: 0 }, suppressed: 0, skipped: 0, known: 0 },
};
