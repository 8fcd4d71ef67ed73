import { Bench } from '../../bench/bench';
import { chosenVersions } from '../../build/targets';

/** Something our code relies on that only a real cluster can confirm. */
export interface Belief {
  /** What we believe, as a sentence. */
  readonly that: string;
  /** Fails when it does not hold. */
  readonly proof: (bench: Bench, namespace: string) => Promise<void>;
  /** Whether it is about the versions under test; others are skipped. @default - all versions */
  readonly appliesTo?: (versions: { readonly kubernetes: string; readonly argo: string }) => boolean;
}

/** One test for each belief, in a namespace of its own. */
export function describeBeliefs(about: string, beliefs: readonly Belief[]): void {
  describe(`what we believe about ${about}`, () => {
    const bench = Bench.shared();
    afterAll(() => bench.close());
    for (const { that, proof, appliesTo = () => true } of beliefs) {
      const run = appliesTo(chosenVersions()) ? it : it.skip;
      run(that, async () => proof(bench, await bench.namespace('belief')));
    }
  });
}

/** A pod's resources where requests equal limits. */
export function exactly(cpu: string, memory: string): object {
  return { requests: { cpu, memory }, limits: { cpu, memory } };
}

/** An object of a kind in a namespace, with the rest of its body. */
export function object(
  apiVersion: string,
  kind: string,
  namespace: string | undefined,
  name: string,
  body: object,
): object {
  return { apiVersion, kind, metadata: { name, namespace }, ...body };
}

/** Expects a refusal with this code, whose message matches. */
export async function refused(bench: Bench, manifest: object, code: number, message: RegExp): Promise<void> {
  const refusal = await bench.refusal(bench.client.create(manifest));
  expect({ code: refusal.code, message: refusal.message }).toEqual({ code, message: expect.stringMatching(message) });
}
