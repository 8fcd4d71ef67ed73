import type { Right } from '../../model/policy/rights';
import type { ApiClient } from './api-client';

/** Those of some rights that the account does not have, in the order in which they were asked for. */
export async function missingRights(client: ApiClient, rights: readonly Right[]): Promise<readonly Right[]> {
  const missing = await Promise.all(rights.map(async (right) => ((await isAllowed(client, right)) ? [] : [right])));
  return missing.flat();
}

/** As a person asks for it: `delete workflows.argoproj.io in agents`. */
export function describeRight({ group, resource, verb, namespace, name }: Right): string {
  const [plural, subresource] = resource.split('/');
  const kind = `${plural}${group === '' ? '' : `.${group}`}${subresource === undefined ? '' : `/${subresource}`}`;
  return `${verb} ${kind}${name === undefined ? '' : ` ${name}`} ${namespace === undefined ? 'in all namespaces' : `in ${namespace}`}`;
}

async function isAllowed(client: ApiClient, { group, resource, verb, namespace, name }: Right): Promise<boolean> {
  const [plural, subresource] = resource.split('/');
  const body = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes: { group, resource: plural, subresource, verb, namespace, name } },
  };
  const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
  const { status } = await client.call<{ status?: { allowed?: boolean } }>('POST', path, { body, isRepeatable: true });
  return status?.allowed === true;
}
