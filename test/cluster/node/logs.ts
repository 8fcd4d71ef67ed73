import { createWriteStream, mkdirSync, renameSync, type WriteStream } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

type Stream = 'stdout' | 'stderr';

/** Longer lines are cut, as container runtimes do. */
const longest = 16_384;

/**
 * A container's log, in the format of container runtimes
 * (https://github.com/kubernetes/design-proposals-archive/blob/main/node/kubelet-cri-logging.md), which KWOK's
 * `ClusterLogs` reads too. The last run's stays beside it.
 */
export class ContainerLog {
  readonly file: string;
  readonly previous: string;
  private sink?: WriteStream;
  private readonly rest: Record<Stream, Buffer> = { stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) };

  constructor(
    private readonly folder: string,
    container: string,
  ) {
    this.file = join(folder, `${container}.log`);
    this.previous = join(folder, `${container}.previous.log`);
  }

  /** Starts a new run's log. */
  begin(keepPrevious: boolean): void {
    mkdirSync(this.folder, { recursive: true });
    if (keepPrevious) {
      try {
        renameSync(this.file, this.previous);
      } catch {
        // The run before never wrote.
      }
    }
    this.sink = createWriteStream(this.file);
  }

  write(stream: Stream, chunk: Buffer): void {
    let text = this.rest[stream].length > 0 ? Buffer.concat([this.rest[stream], chunk]) : chunk;
    const parts: Buffer[] = [];
    const prefix = `${nanoTimestamp()} ${stream} `;
    for (;;) {
      const end = text.indexOf(0x0a);
      const cut = end < 0 ? text.length > longest : end > longest;
      if (end < 0 && !cut) break;
      const length = cut ? longest : end;
      parts.push(Buffer.from(`${prefix}${cut ? 'P' : 'F'} `), text.subarray(0, length), newline);
      text = text.subarray(cut ? length : length + 1);
    }
    this.rest[stream] = text;
    if (parts.length > 0) this.sink?.write(Buffer.concat(parts));
  }

  /** Ends the run's log; all is on disk after that. */
  async end(): Promise<void> {
    for (const stream of ['stdout', 'stderr'] as const) {
      const rest = this.rest[stream];
      this.rest[stream] = Buffer.alloc(0);
      if (rest.length > 0) {
        this.sink?.write(Buffer.concat([Buffer.from(`${nanoTimestamp()} ${stream} P `), rest, newline]));
      }
    }
    const { sink } = this;
    if (sink) await new Promise<void>((resolve) => sink.end(resolve));
    this.sink = undefined;
  }

  /** The last lines, as a termination message that falls back to the log. */
  async tail(): Promise<string> {
    const lines = parseLog(await readFile(this.file).catch(() => Buffer.alloc(0)));
    const text = lines.slice(-80).map(({ text }) => text);
    return Buffer.concat(text).subarray(-2048).toString();
  }
}

/** Forgets the logs of an earlier pod of the same name. */
export function removeLogs(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true });
}

export interface LogLine {
  readonly time: string;
  /** With its line end, unless the line was cut. */
  readonly text: Buffer;
}

/** Reads whole lines; what follows the last line end is not yet one. */
export function parseLog(log: Buffer): LogLine[] {
  const lines: LogLine[] = [];
  let start = 0;
  for (let end = log.indexOf(0x0a); end >= 0; end = log.indexOf(0x0a, start)) {
    const line = log.subarray(start, end);
    start = end + 1;
    const time = line.indexOf(0x20);
    const stream = line.indexOf(0x20, time + 1);
    const tag = line.indexOf(0x20, stream + 1);
    if (time < 0 || stream < 0 || tag < 0) continue;
    const whole = line.toString('latin1', stream + 1, tag) === 'F';
    const text = line.subarray(tag + 1);
    lines.push({ time: line.toString('latin1', 0, time), text: whole ? Buffer.concat([text, newline]) : text });
  }
  return lines;
}

const newline = Buffer.from('\n');

function nanoTimestamp(): string {
  return new Date().toISOString().replace('Z', '000000Z');
}
