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

/** The process's own. A reader that goes away, as `head` does, is no error; a disk that is full is told, once. */
export function processTerminal(): Terminal {
  let isTold = false;
  process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE' || isTold) return;
    isTold = true;
    // What is under way goes on: what was done must not end in the middle because nobody can be told.
    process.stderr.write(`error: standard output cannot be written: ${message}\n`);
    process.once('exit', () => {
      process.exitCode = 2;
    });
  });
  // There is nobody left to tell.
  process.stderr.on('error', () => {});
  const { NO_COLOR = '', TERM = '' } = process.env;
  return {
    out: (written) => void process.stdout.write(written),
    err: (written) => void process.stderr.write(written),
    readStdin: () => text(process.stdin),
    color: process.stdout.isTTY === true && NO_COLOR === '' && TERM !== 'dumb',
  };
}
