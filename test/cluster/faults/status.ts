import type { Answer } from './exchange';

/** Kubernetes' way to say no. */
export function status(code: number, reason: string, message: string, next?: string): object {
  const metadata = next === undefined ? {} : { continue: next };
  return { kind: 'Status', apiVersion: 'v1', metadata, status: 'Failure', message, reason, code };
}

/** The same as an answer. */
export function statusOf(
  code: number,
  reason: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
  next?: string,
): Answer {
  const body = Buffer.from(JSON.stringify(status(code, reason, message, next)));
  const all = { ...headers, 'content-type': 'application/json', date: new Date().toUTCString() };
  return { status: code, headers: all, body };
}
