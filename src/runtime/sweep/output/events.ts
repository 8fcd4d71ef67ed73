import { formatTimestamp } from '../../../model/values/timestamp';
import type { ApiClient } from '../../api/api-client';
import { isRefusal } from '../../api/api-error';
import { pathOf } from '../../api/paths';
import type { Result } from '../decision';
import { isUndone } from '../decision';

const events = { apiVersion: 'v1', kind: 'Event', plural: 'events' };

/** One Event a namespace and run: more of them would fill etcd faster than the sweep empties it. */
export async function tellNamespace(
  client: ApiClient,
  policy: string,
  namespace: string,
  results: ReadonlyMap<Result, number>,
): Promise<void> {
  const told = [...results].filter(([result]) => result === 'deleted' || result === 'stopped' || isUndone(result));
  if (told.length === 0) return;
  const time = client.clock.now();
  const isWarning = told.some(([result]) => isUndone(result));
  const body = {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { generateName: `steward-sweep-${policy}-`.slice(0, 58), namespace },
    // A namespaced event must be about something in its namespace.
    involvedObject: { apiVersion: 'v1', kind: 'Namespace', name: namespace, namespace },
    type: isWarning ? 'Warning' : 'Normal',
    reason: isWarning ? 'SweepIncomplete' : 'Swept',
    message: `policy ${policy}: ${told.map(([result, count]) => `${count} ${result}`).join(', ')}`,
    source: { component: 'cdk8s-steward' },
    firstTimestamp: formatTimestamp(Math.floor(time / 1_000) * 1_000),
    lastTimestamp: formatTimestamp(Math.floor(time / 1_000) * 1_000),
    count: 1,
  };
  try {
    await client.call('POST', pathOf(events, namespace), { body });
  } catch (error) {
    // Nobody is left there to be told.
    const isGone = isRefusal(error, 404) || (isRefusal(error, 403) && error.message.includes('is being terminated'));
    if (!isGone) throw error;
  }
}
