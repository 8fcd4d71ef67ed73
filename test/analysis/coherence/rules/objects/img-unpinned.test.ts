import { findingsIn, found } from '../../../checked';

const rule = 'IMG-UNPINNED';
const digest = `sha256:${'0'.repeat(64)}`;

function pod(...images: readonly string[]): string {
  return `
apiVersion: v1
kind: Pod
metadata: {name: api}
spec: {containers: [${images.map((image, index) => `{name: c${index}, image: "${image}"}`).join(', ')}]}
`;
}

describe(rule, () => {
  test.each(['nginx', 'registry:5000/team/nginx', 'nginx:latest'])('warns of %s', (image) => {
    expect(found(rule, pod(image))[0]).toMatch(/^warning Pod\/api spec\.containers\[0\]\.image/);
  });

  test.each(['nginx:1.4', 'registry:5000/nginx:1.4'])('only notes %s', (image) => {
    expect(found(rule, pod(image))[0]).toMatch(/^info /);
  });

  test.each([
    `nginx@${digest}`,
    `nginx:latest@${digest}`,
    '{{ .Values.image }}',
    'nginx:$(TAG)',
    'ko://example.com/cmd/agent',
    '',
  ])('is silent about "%s"', (image) => {
    expect(found(rule, pod(image))).toEqual([]);
  });

  test('says it once for a workload, the worse part only', () => {
    expect(found(rule, pod('nginx', 'redis:7', 'busybox:latest'))).toEqual([
      'warning Pod/api spec.containers[0].image: what runs changes with the registry: nginx has no tag (container "c0"), busybox:latest says latest (container "c2")',
    ]);
    expect(found(rule, pod('nginx:1.4', 'redis:7'))).toEqual([
      'info Pod/api spec.containers[0].image: a tag can be moved, a digest cannot: nginx:1.4 (container "c0"), redis:7 (container "c1")',
    ]);
  });

  test('reads scripts of workflows, and nothing that Argo adds', () => {
    const workflow = `
apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata: {name: agent}
spec: {entrypoint: run, templates: [{name: run, script: {image: python, source: ""}}]}
`;
    expect(findingsIn(workflow).filter((finding) => finding.rule === rule)).toMatchObject([
      { severity: 'warning', at: [{ path: ['spec', 'templates', 0, 'script', 'image'] }] },
    ]);
  });
});
