import type { RetentionPolicy } from '../../../../src/model/policy/retention-policy';
import type { Decision } from '../../../../src/runtime/sweep/decision';
import { readSweepFlags } from '../../../../src/runtime/sweep/options';
import { runSweep } from '../../../../src/runtime/sweep/run';
import type { Summary } from '../../../../src/runtime/sweep/summary';

/** What a sweep said and how it ended. */
export interface Swept {
  readonly code: number;
  readonly decisions: readonly Decision[];
  /** Undefined where it did not come to its end. */
  readonly summary?: Summary & { readonly exitCode: number };
  /** Standard output and error as they are. */
  readonly out: string;
  readonly errors: string;
}

export interface SweepSettings {
  readonly server: string;
  readonly token: string;
  readonly stateNamespace: string;
  /** As they are written on the command line. */
  readonly flags?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Sweeps within this process, as the program does, and reads what it writes. */
export async function sweepWith(policy: RetentionPolicy, settings: SweepSettings): Promise<Swept> {
  const { server, token, stateNamespace, flags, signal = new AbortController().signal } = settings;
  const written = { policy: 'policy.yaml', mode: 'delete', format: 'json', qps: '0', stateNamespace, ...flags };
  const { request, problems } = readSweepFlags(written);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  let out = '';
  let errors = '';
  const code = await runSweep(policy, request, {
    access: { server, token: async () => token },
    output: {
      out: (text) => {
        out += text;
      },
      err: (text) => {
        errors += text;
      },
      isWatched: false,
    },
    ownNamespaces: [],
    signal,
  });
  return { code, out, errors, ...parsed(out) };
}

/** The lines of `--format json`. */
export function parsed(out: string): Pick<Swept, 'decisions' | 'summary'> {
  const lines = out.split('\n').filter((line) => line.startsWith('{'));
  const read = lines.map((line) => JSON.parse(line));
  const summary = read.find((one) => 'summary' in one)?.summary;
  return { decisions: read.filter((one) => !('summary' in one)), summary };
}
