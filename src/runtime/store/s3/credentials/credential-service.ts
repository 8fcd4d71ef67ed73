import { reasonOf } from '../unreachable';
import { CredentialsError, scrub } from './credentials';

export interface ServiceRequest {
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** What is asked for, as messages name it. */
  readonly what: string;
  /** What no message may show. */
  readonly secrets: readonly string[];
  /** The service's own words in the text of a refusal. */
  codeOf(text: string): { readonly code?: string; readonly message?: string };
}

const attempts = 3;
const timeout = 10_000;

/**
 * Asks a service for credentials; the text of its answer.
 *
 * @throws CredentialsError when it refuses, or does not answer at three attempts
 */
export async function askService(url: string, request: ServiceRequest): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await askOnce(url, request);
    } catch (error) {
      if (!(error instanceof CredentialsError) || !error.isTransient || attempt === attempts) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100 * 2 ** attempt * (1 + Math.random())));
    }
  }
}

async function askOnce(url: string, { method, headers, body, what, secrets, codeOf }: ServiceRequest): Promise<string> {
  let status: number;
  let text: string;
  try {
    // A redirect would carry the token to somebody else.
    const signal = AbortSignal.timeout(timeout);
    const response = await fetch(url, { method, headers, body, redirect: 'manual', signal });
    status = response.status;
    text = await response.text();
  } catch (error) {
    throw new CredentialsError(scrub(`no ${what}: ${url} ${reasonOf(error)}`, secrets), true);
  }
  if (status === 200) return text;
  const { code = '', message = '' } = codeOf(text);
  const words = [`${status}`, code, message].filter((part) => part !== '').join(' ');
  // The identity provider's own failures come as 400 IDPCommunicationError.
  const isTransient = status >= 500 || status === 429 || code === 'IDPCommunicationError';
  throw new CredentialsError(scrub(`no ${what}: ${url} answered ${words}`, secrets), isTransient);
}
