import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';

/*
 * GNU time, because its child starts from a small process: Linux counts the memory that a process had before it became the
 * program as the program's, and between Node and the program that would be Node's own.
 */
const gnuTime = '/usr/bin/time';

/** @throws Error where GNU time is missing. */
export function checkMeasuring() {
  if (/GNU/.test(spawnSync(gnuTime, ['--version'], { encoding: 'utf8' }).stdout ?? '')) return;
  throw new Error(`needs GNU time as ${gnuTime}, which tells CPU and peak memory of a process: apt-get install time`);
}

/**
 * Runs a command once, in a cold process: wall and CPU in seconds, peak in MiB; undefined when it exceeds the time limit.
 * Linters fail with 1 when they find something, which `mayFail` accepts.
 *
 * @throws Error when the command fails.
 */
export async function measure([command, ...args], { stdoutFile, limitSeconds, mayFail = false }) {
  const report = `${tmpdir()}/bench-time-${process.pid}`;
  const stdout = stdoutFile === undefined ? 'ignore' : openSync(stdoutFile, 'w');
  const started = performance.now();
  const child = spawn(gnuTime, ['-q', '-f', '%U %S %M', '-o', report, command, ...args], {
    stdio: ['ignore', stdout, 'pipe'],
    detached: true, // a process group of its own, so that the limit ends the program and not only GNU time
  });
  let errors = '';
  child.stderr.on('data', (text) => {
    errors = (errors + text).slice(-2_000);
  });
  let expired = false;
  const timer = setTimeout(() => {
    expired = true;
    process.kill(-child.pid, 'SIGKILL');
  }, limitSeconds * 1_000);
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  const wall = (performance.now() - started) / 1_000;
  clearTimeout(timer);
  if (stdout !== 'ignore') closeSync(stdout);
  if (expired) return undefined;
  if (code !== 0 && !(mayFail && code === 1)) {
    const told = stdoutFile === undefined ? '' : readFileSync(stdoutFile, 'utf8').slice(-2_000);
    throw new Error(`${command} ${args.join(' ')} failed with ${code}:\n${errors}${told}`);
  }
  const [user, system, kibibytes] = readFileSync(report, 'utf8').trim().split(' ').map(Number);
  rmSync(report);
  return { wall, cpu: user + system, peak: kibibytes / 1024 };
}

/** The median of each figure over some runs. */
export function medianOf(runs, figures = ['wall', 'cpu', 'peak']) {
  return Object.fromEntries(figures.map((figure) => [figure, median(runs, figure)]));
}

function median(runs, figure) {
  const sorted = runs.map((run) => run[figure]).sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
}
