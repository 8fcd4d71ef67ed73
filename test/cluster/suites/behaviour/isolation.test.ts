import type { Manifest } from '../../../../src/model/manifests/manifest';
import { selectorMatches } from '../../../../src/model/values/label-selector';
import { rendered } from '../../bench/bench';

interface Policy extends Manifest {
  readonly spec: {
    readonly podSelector: object;
    readonly policyTypes: readonly string[];
    readonly ingress?: unknown[];
    readonly egress?: unknown[];
  };
}

const policies = (namespace: string, names: readonly string[]) =>
  names.map((name) => rendered(`prod/${namespace}/network-policy-${name}.yaml`) as Policy);

/** No network plugin runs here: what the policies select is evaluated, not enforced. */
describe('the rendered network policies', () => {
  const everywhere = ['default-deny', 'allow-dns', 'allow-api-server', 'allow-https'];

  it.each(['agent-platform', 'argo', 'taskmaster', 'agents'])(
    'of %s select every pod, and deny what no other allows',
    (namespace) => {
      for (const { spec } of policies(namespace, everywhere)) {
        expect(selectorMatches(spec.podSelector, {})).toBe(true);
        expect(selectorMatches(spec.podSelector, { app: 'any' })).toBe(true);
      }
      const [deny] = policies(namespace, ['default-deny']);
      expect(deny?.spec.policyTypes).toEqual(['Egress', 'Ingress']);
      expect(deny?.spec).not.toHaveProperty('ingress');
      expect(deny?.spec).not.toHaveProperty('egress');
    },
  );

  it('of argo let Prometheus reach the controller, and users the server, and nobody else', () => {
    const [scrape, server] = policies('argo', ['allow-scrape', 'allow-argo-server']);
    const selects = (policy: Policy | undefined, app: string) =>
      selectorMatches(policy?.spec.podSelector ?? {}, { app });
    expect([selects(scrape, 'workflow-controller'), selects(scrape, 'argo-workflows-server')]).toEqual([true, false]);
    expect([selects(server, 'workflow-controller'), selects(server, 'argo-workflows-server')]).toEqual([false, true]);
  });
});
