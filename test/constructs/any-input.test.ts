import * as steward from '../../src';
import { schemaErrors } from '../schemas';
import { type Loose, problemsIn } from './render';
import { settings } from './settings';

/*
 * What types cannot promise, since JavaScript does not read them: whatever stands in any place of a construct's settings,
 * it either renders what the API server's schema accepts, or synthesis reports a problem that names construct and property.
 */

const anything = [
  undefined,
  null,
  0,
  -1,
  1.5,
  Number.NaN,
  '',
  'x y',
  true,
  [],
  [null],
  ['x'],
  [[]],
  {},
  { a: null },
  { 'x y': 1 },
  new Date(0),
];
/** What only a program says that did not look. */
const leaks = /Cannot |is not a function|not iterable|\[object|\bat .*\.ts|\n/;

/** What is wrong with the construct's behaviour, given these settings. */
function fault(kind: string, props: unknown): string | undefined {
  const app = new steward.StewardApp();
  const environment = new steward.Environment(app, 'prod');
  try {
    new (steward as Loose)[kind.replace(/_.*/, '')](environment, 'it', props);
    const problems = problemsIn(app);
    const unclear = problems.find((problem) => !/^prod\/it(\/[\w-]+)*: /.test(problem) || leaks.test(problem));
    if (unclear !== undefined || problems.length > 0) return unclear;
    return objectsOf(environment).flatMap((object) => schemaErrors(object.toJson()))[0];
  } catch (error) {
    return String(error);
  }
}

function objectsOf(environment: steward.Environment): steward.KubernetesObject[] {
  return environment.node.findAll().filter((child) => child instanceof steward.KubernetesObject);
}

/** The places in a plain value: each as the keys that lead there. */
function* places(value: unknown, at: readonly string[] = []): Generator<readonly string[]> {
  yield at;
  if (!Array.isArray(value) && (value as object | undefined)?.constructor !== Object) return;
  for (const [key, inner] of Object.entries(value as object)) yield* places(inner, [...at, key]);
}

function put(root: Loose, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  const copy = Array.isArray(root) ? [...root] : { ...root };
  copy[key] = put(root[key], rest, value);
  return copy;
}

describe.each(Object.entries(settings))('%s', (kind, valid) => {
  it('renders from the settings it documents', () => {
    expect(fault(kind, valid())).toBeUndefined();
  });

  it('turns anything else into a clear problem', () => {
    const faults: string[] = [];
    for (const place of places(valid())) {
      for (const value of anything) {
        const found = fault(kind, put(valid(), place, value));
        if (found !== undefined) faults.push(`${place.join('.')} = ${JSON.stringify(value)}: ${found}`);
      }
    }
    expect(faults).toEqual([]);
  });
});
