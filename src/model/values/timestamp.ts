const form = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/;

/**
 * A point in time as RFC 3339 and Kubernetes write it, or a date, which means its first moment in UTC; milliseconds since
 * 1970. Undefined for everything else, dates that no calendar has among it.
 */
export function timestamp(value: unknown): number | undefined {
  if (typeof value !== 'string' || !form.test(value)) return undefined;
  const time = Date.parse(value);
  if (Number.isNaN(time)) return undefined;
  // Date.parse takes 30 February for 2 March.
  const day = Number(value.slice(8, 10));
  const lastDay = new Date(Date.UTC(Number(value.slice(0, 4)), Number(value.slice(5, 7)), 0)).getUTCDate();
  return day <= lastDay ? time : undefined;
}

/** As Kubernetes writes it: `2026-11-28T02:00:00Z`, with milliseconds only where there are some. */
export function formatTimestamp(time: number): string {
  return new Date(time).toISOString().replace('.000Z', 'Z');
}
