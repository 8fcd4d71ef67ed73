/** A request through a proxy, and what became of it; times in milliseconds of `performance.now()`. */
export interface Exchange {
  /** The how-manieth request through this proxy. */
  readonly index: number;
  readonly method: string;
  /** With what comes after the question mark. */
  readonly url: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** When it came, whole. */
  readonly arrivedAt: number;
  /** When it went on to the server; undefined for one that did not. */
  forwardedAt?: number;
  /** The server's own answer, whatever the client was told. */
  status?: number;
  /** The fault that was done to it. */
  fault?: string;
}

/** An answer of the server, whole. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** As failure messages show it: `#12 DELETE /api/v1/… → 200, answer lost`. */
export function describeExchange({ index, method, url, status, fault, arrivedAt }: Exchange): string {
  const told = status === undefined ? 'not forwarded' : String(status);
  return `${arrivedAt.toFixed(0)} #${index} ${method} ${url} → ${told}${fault === undefined ? '' : `, ${fault}`}`;
}
