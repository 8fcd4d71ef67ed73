import { text } from 'node:stream/consumers';

/** What a command reads from and writes to, so that tests can stand in for a terminal. */
export interface Terminal {
  /** For the report only. */
  out(text: string): void;
  /** For everything else. */
  err(text: string): void;
  readStdin(): Promise<string>;
  /** Whether standard output shows colours. */
  readonly color: boolean;
}

/** The process's own. A reader that goes away, as `head` does, is no error. */
export function processTerminal(): Terminal {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  const { NO_COLOR = '', TERM = '' } = process.env;
  return {
    out: (written) => void process.stdout.write(written),
    err: (written) => void process.stderr.write(written),
    readStdin: () => text(process.stdin),
    color: process.stdout.isTTY === true && NO_COLOR === '' && TERM !== 'dumb',
  };
}
