import { Failure } from '../failure';

/** A server that is only busy asks for seconds; whoever asks for more is not waited for, and not asked again. */
const longestWait = 60_000;

/** What went wrong with a call: a refusal of the API server in its own words, or why there was no answer. */
export class ApiError extends Failure {
  constructor(
    /** HTTP status; 0 where no whole answer came. */
    readonly code: number,
    /** Kubernetes' own word for it: `Conflict`, `NotFound`, `Expired`; empty where it gave none. */
    readonly reason: string,
    message: string,
    /** Milliseconds to wait, where the server says so. */
    readonly retryAfter?: number,
    /** The token to go on with after a list's own has expired. */
    readonly nextPage?: string,
  ) {
    super(message);
    this.name = 'ApiError';
  }

  /** Whether waiting as long as the server asks for is worth it within one run. */
  get isSoon(): boolean {
    return (this.retryAfter ?? 0) <= longestWait;
  }

  /** Whether it is nothing but the moment: the same call may succeed. */
  get isPassing(): boolean {
    return this.code === 0 || this.code === 429 || this.code >= 500;
  }
}

/** Whether an error is a refusal with one of these codes. */
export function isRefusal(error: unknown, ...codes: readonly number[]): error is ApiError {
  return error instanceof ApiError && codes.includes(error.code);
}

/** Reads the `Status` of a refusal. */
export function refusal(
  code: number,
  text: string,
  headers: Readonly<Record<string, string | string[] | undefined>>,
): ApiError {
  const status = parsed(text);
  const seconds = Number(headers['retry-after'] ?? status.details?.retryAfterSeconds ?? Number.NaN);
  return new ApiError(
    code,
    status.reason ?? '',
    status.message ?? (text.trim().slice(0, 300) || `the API server answered with ${code}`),
    Number.isFinite(seconds) ? seconds * 1_000 : undefined,
    status.metadata?.continue || undefined,
  );
}

interface Status {
  readonly reason?: string;
  readonly message?: string;
  readonly details?: { readonly retryAfterSeconds?: number };
  readonly metadata?: { readonly continue?: string };
}

function parsed(text: string): Status {
  try {
    return (JSON.parse(text) as Status | null) ?? {};
  } catch {
    return {};
  }
}
