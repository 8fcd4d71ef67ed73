export interface RetryLimits {
  readonly attempts: number;
  /** Milliseconds before the second attempt; each later pause is about twice as long. */
  readonly firstPause: number;
  /** No pause is longer, whatever a server asks for. */
  readonly longestPause: number;
}

export const defaultRetryLimits: RetryLimits = { attempts: 5, firstPause: 200, longestPause: 20_000 };

/** A failure that may not happen again. */
export class Transient extends Error {
  /**
   * @param error what is thrown when no attempt is left
   * @param pause milliseconds that a server has asked to wait
   */
  constructor(
    readonly error: Error,
    readonly pause?: number,
  ) {
    super(error.message);
  }
}

/** Makes attempts until one gives something, or throws anything but `Transient`, or none is left. */
export async function retry<T>(limits: RetryLimits, attempt: () => Promise<T>): Promise<T> {
  for (let made = 1; ; made++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Transient)) throw error;
      if (made >= limits.attempts) {
        if (made > 1) error.error.message += ` (${made} attempts)`;
        throw error.error;
      }
      await sleep(Math.min(error.pause ?? pauseAfter(made, limits), limits.longestPause));
    }
  }
}

/** With jitter, so that workers that failed together do not come back together. */
function pauseAfter(made: number, { firstPause, longestPause }: RetryLimits): number {
  return Math.min(firstPause * 2 ** (made - 1), longestPause) * (0.5 + Math.random() / 2);
}

/** `Retry-After` in milliseconds: seconds, or a date. */
export function retryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,6}$/.test(header.trim())) return Number(header) * 1_000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(date - now, 0);
}

function sleep(millis: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, millis));
}
