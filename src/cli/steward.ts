#!/usr/bin/env node
import { run } from './program';
import { processTerminal } from './terminal';

// Only the exit code is set: the process ends when everything is written.
run(process.argv.slice(2), processTerminal()).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`steward: ${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 2;
  },
);
