import * as fc from 'fast-check';

/** Amounts that meet each other's boundaries often, in many spellings. */
const amounts: Readonly<Record<string, readonly string[]>> = {
  cpu: ['0', '1m', '100m', '0.1', '250m', '500m', '1', '1.5', '2', '2000m'],
  memory: ['0', '64Mi', '65536Ki', '100M', '128Mi', '1e9', '1Gi', '1536Mi', '2Gi'],
  'ephemeral-storage': ['512Mi', '1Gi'],
};

/** A position among a resource's amounts; the larger of two is never the smaller amount. */
type Steps = Readonly<Record<string, number>>;

const resourceNames = Object.keys(amounts);

/** Resources of a container: each resource with a request, a limit, both or neither, the limit never below the request. */
const resources = fc
  .record({
    request: fc.dictionary(fc.constantFrom(...resourceNames), fc.nat(9), { maxKeys: 3 }),
    limit: fc.dictionary(fc.constantFrom(...resourceNames), fc.nat(9), { maxKeys: 3 }),
  })
  .map(({ request, limit }) => {
    const atLeast = Object.entries(limit).map(([name, step]) => [name, Math.max(step, request[name] ?? 0)]);
    return { requests: spell(request), limits: spell(Object.fromEntries(atLeast)) };
  });

const container = fc.record({ resources });

/** A pod of up to three containers, two init containers and sidecars among them, some with overall resources. */
export const randomPods = fc
  .record({
    containers: fc.array(container, { minLength: 1, maxLength: 3 }),
    initContainers: fc.array(fc.record({ resources, restartPolicy: fc.option(fc.constant('Always')) }), {
      maxLength: 3,
    }),
    activeDeadlineSeconds: fc.option(fc.constant(60)),
  })
  .map(({ containers, initContainers, activeDeadlineSeconds }) => ({
    containers: containers.map((one, index) => ({ ...one, name: `c${index}`, image: 'steward.test/none' })),
    initContainers: initContainers.map(({ restartPolicy, ...one }, index) => ({
      ...one,
      name: `i${index}`,
      image: 'steward.test/none',
      ...(restartPolicy && { restartPolicy }),
    })),
    ...(activeDeadlineSeconds && { activeDeadlineSeconds }),
    restartPolicy: 'Never',
  }));

/** What a LimitRange says of containers and pods: bounds in ascending order, any of them absent. */
export const randomLimits = fc
  .record({
    container: fc.record({ cpu: fc.option(bounds()), memory: fc.option(bounds()) }),
    pod: fc.record({ cpu: seldom(bounds()), memory: seldom(bounds()) }),
    ratio: seldom(fc.constantFrom('2', '4')),
  })
  .map(({ container: ofContainers, pod, ratio }) => {
    const names = ['min', 'defaultRequest', 'default', 'max'] as const;
    const item = (type: string, given: typeof pod, allowed: readonly string[]) => ({
      type,
      ...Object.fromEntries(
        names
          .filter((name) => allowed.includes(name))
          .map((name) => [name, spell(boundOf(given, name))] as const)
          .filter(([, stated]) => Object.keys(stated).length > 0),
      ),
    });
    return [
      { ...item('Container', ofContainers, names), ...(ratio && { maxLimitRequestRatio: { cpu: ratio } }) },
      item('Pod', pod, ['min', 'max']),
    ];
  });

/** What a quota holds of some keys: room for none, one, or a few of such pods. */
export const randomQuotas = fc
  .record({
    cpu: seldom(fc.constantFrom('0', '500m', '1500m', '3', '8')),
    'limits.cpu': seldom(fc.constantFrom('1', '4', '8000m')),
    'requests.memory': seldom(fc.constantFrom('128Mi', '1Gi', '3e9', '8Gi')),
    'limits.memory': seldom(fc.constantFrom('2Gi', '6Gi')),
    'requests.ephemeral-storage': seldom(fc.constantFrom('1Gi', '2560Mi')),
    pods: fc.constantFrom('1', '3', '5'),
    'count/pods': seldom(fc.constantFrom('1', '2', '6')),
  })
  .map((hard) => Object.fromEntries(Object.entries(hard).filter((entry) => entry[1] !== null)));

interface Bounds {
  readonly steps: readonly number[];
  readonly present: readonly boolean[];
}

/** What would refuse most pods if it were always there. */
function seldom<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });
}

function bounds(): fc.Arbitrary<Bounds> {
  return fc.record({
    steps: fc.array(fc.nat(8), { minLength: 4, maxLength: 4 }).map((steps) => [...steps].sort((a, b) => a - b)),
    // Most pods are to be admitted: few bounds at once.
    present: fc.array(
      fc.nat(3).map((one) => one === 0),
      { minLength: 4, maxLength: 4 },
    ),
  });
}

function boundOf(given: Readonly<Record<string, Bounds | null>>, name: string): Steps {
  const position = ['min', 'defaultRequest', 'default', 'max'].indexOf(name);
  return Object.fromEntries(
    Object.entries(given).flatMap(([resource, stated]) => {
      return stated?.present[position] ? [[resource, stated.steps[position] ?? 0]] : [];
    }),
  );
}

function spell(steps: Steps): Record<string, string> {
  return Object.fromEntries(
    Object.entries(steps).map(([name, step]) => {
      const known = amounts[name] ?? [];
      return [name, known[Math.min(step, known.length - 1)] ?? '0'];
    }),
  );
}
