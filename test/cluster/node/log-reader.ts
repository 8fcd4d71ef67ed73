import { open } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { type LogLine, parseLog } from './logs';
import { sleep } from './time';

/** PodLogOptions, as the API server passes them on. */
export interface LogOptions {
  readonly follow: boolean;
  readonly timestamps: boolean;
  readonly tailLines?: number;
  readonly limitBytes?: number;
  /** Lines before this are left out. */
  readonly since?: Date;
}

export function logOptions(query: URLSearchParams): LogOptions {
  const number = (name: string) => (query.has(name) ? Number(query.get(name)) : undefined);
  const seconds = number('sinceSeconds');
  const time = query.get('sinceTime');
  return {
    follow: query.get('follow') === 'true',
    timestamps: query.get('timestamps') === 'true',
    tailLines: number('tailLines'),
    limitBytes: number('limitBytes'),
    since: time ? new Date(time) : seconds === undefined ? undefined : new Date(Date.now() - seconds * 1000),
  };
}

/** Copies a log, and goes on while its container runs if it is to be followed. */
export async function copyLog(
  file: string,
  options: LogOptions,
  isRunning: () => boolean,
  output: Writable,
): Promise<void> {
  const handle = await open(file);
  let left = options.limitBytes ?? Number.POSITIVE_INFINITY;
  let position = 0;
  try {
    let lines = selectLines(await more(), options);
    for (;;) {
      // Asked before reading: what is written until the container ends must not be missed.
      const running = isRunning();
      for (const line of lines) send(line);
      if (!options.follow || left <= 0 || output.destroyed) return;
      lines = await more();
      if (lines.length > 0) continue;
      if (!running) return;
      await sleep(100);
    }
  } finally {
    await handle.close();
  }

  async function more(): Promise<LogLine[]> {
    const { size } = await handle.stat();
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - position), 0, size - position, position);
    const whole = buffer.subarray(0, buffer.subarray(0, bytesRead).lastIndexOf(0x0a) + 1);
    position += whole.length;
    return parseLog(whole);
  }

  function send({ time, text }: LogLine): void {
    const bytes = options.timestamps ? Buffer.concat([Buffer.from(`${time} `), text]) : text;
    if (left > 0) output.write(bytes.subarray(0, Math.min(left, bytes.length)));
    left -= bytes.length;
  }
}

/** The lines that options ask for, of those that are there at first. */
export function selectLines(lines: readonly LogLine[], { since, tailLines }: LogOptions): LogLine[] {
  const recent = since ? lines.filter(({ time }) => new Date(time) >= since) : [...lines];
  return tailLines === undefined ? recent : recent.slice(Math.max(0, recent.length - tailLines));
}
