import type { RetentionPolicy } from '../../model/policy/retention-policy';
import type { ApiClient } from '../api/api-client';
import { type Keeper, NotKept } from './keeper';

export function keeperFor(policy: RetentionPolicy, _client: ApiClient, _stateNamespace: string): Keeper {
  return {
    async keepObject() {
      throw new NotKept(`policy ${policy.name} has no archive`);
    },
    async keepPods() {},
  };
}
