import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import type { ContainerSpec, Handler, Probe } from './core';
import { sleep } from './time';

/** What probes need of their container, and what they tell it. */
export interface ProbeTarget {
  readonly spec: ContainerSpec;
  readonly address: string;
  exec(
    command: readonly string[],
    timeoutMilliseconds: number,
  ): Promise<{ readonly code: number; readonly output: string }>;
  started(): void;
  ready(isReady: boolean): void;
  /** A probe failed; `isFinal` when it did as often as it may. */
  failed(kind: 'Startup' | 'Liveness' | 'Readiness', message: string, isFinal: boolean, probe: Probe): void;
}

/** Runs the probes of one run of a container until the signal aborts. */
export async function runProbes(target: ProbeTarget, signal: AbortSignal): Promise<void> {
  const { startupProbe, livenessProbe, readinessProbe } = target.spec;
  if (startupProbe) await repeat(startupProbe, 'Startup', target, signal, (success) => success);
  if (signal.aborted) return;
  target.started();
  if (!readinessProbe) target.ready(true);
  await Promise.all([
    livenessProbe && repeat(livenessProbe, 'Liveness', target, signal, () => false),
    readinessProbe &&
      repeat(readinessProbe, 'Readiness', target, signal, (success) => {
        target.ready(success);
        return false;
      }),
  ]);
}

/** Probes until `settle` says that it is enough; that is asked when a threshold is reached. */
async function repeat(
  probe: Probe,
  kind: 'Startup' | 'Liveness' | 'Readiness',
  target: ProbeTarget,
  signal: AbortSignal,
  settle: (success: boolean) => boolean,
): Promise<void> {
  const { initialDelaySeconds = 0, periodSeconds = 10, successThreshold = 1, failureThreshold = 3 } = probe;
  let row = 0;
  let last: boolean | undefined;
  await sleep(initialDelaySeconds * 1000, signal);
  while (!signal.aborted) {
    const failure = await attempt(probe, target).then(
      () => undefined,
      (error: Error) => error.message,
    );
    if (signal.aborted) return;
    const success = failure === undefined;
    row = success === last ? row + 1 : 1;
    last = success;
    const isFinal = row >= (success ? successThreshold : failureThreshold);
    if (!success) target.failed(kind, failure, isFinal, probe);
    if (isFinal && settle(success)) return;
    await sleep(periodSeconds * 1000, signal);
  }
}

/** One probe. Rejects, with the reason, when it fails. */
async function attempt(probe: Probe, target: ProbeTarget): Promise<void> {
  const timeout = (probe.timeoutSeconds ?? 1) * 1000;
  if (probe.exec) {
    const { code, output } = await target.exec(probe.exec.command, timeout);
    if (code !== 0) throw new Error(output.trim() || `exit code ${code}`);
  } else {
    await handle(probe, target, timeout);
  }
}

/** A lifecycle handler or probe that goes over the network. */
export function handle(
  handler: Handler,
  target: Pick<ProbeTarget, 'spec' | 'address'>,
  timeout: number,
): Promise<void> {
  const { httpGet, tcpSocket, sleep: pause } = handler;
  if (httpGet) {
    const host = httpGet.host || target.address;
    return get(httpGet, host, portNumber(httpGet.port, target.spec), timeout);
  }
  if (tcpSocket) return open(tcpSocket.host || target.address, portNumber(tcpSocket.port, target.spec), timeout);
  if (pause) return sleep(pause.seconds * 1000);
  return Promise.reject(new Error('a probe of a kind that the process node does not know'));
}

/** A port by number, or by the name that the container gives it. */
export function portNumber(port: number | string, { ports = [] }: ContainerSpec): number {
  const named = ports.find(({ name }) => name === port)?.containerPort;
  const number = named ?? Number(port);
  if (!Number.isInteger(number)) throw new Error(`couldn't find port: ${port}`);
  return number;
}

function get(
  { path = '/', scheme = 'HTTP', httpHeaders = [] }: NonNullable<Handler['httpGet']>,
  host: string,
  port: number,
  timeout: number,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = Object.fromEntries([
      ['User-Agent', 'kube-probe/1'],
      ['Connection', 'close'],
      ...httpHeaders.map(({ name, value }) => [name, value]),
    ]);
    const options = { host, port, path, headers, agent: false, rejectUnauthorized: false };
    const outgoing = (scheme === 'HTTPS' ? httpsRequest : httpRequest)(options, (response) => {
      const { statusCode = 0 } = response;
      response.resume().on('end', () => {
        clearTimeout(timer);
        if (statusCode >= 200 && statusCode < 400) resolve();
        else reject(new Error(`HTTP probe failed with statuscode: ${statusCode}`));
      });
    });
    const timer = setTimeout(() => outgoing.destroy(new Error(`no answer within ${timeout / 1000}s`)), timeout);
    outgoing.on('error', (error) => {
      clearTimeout(timer);
      reject(new Error(`Get "${scheme.toLowerCase()}://${host}:${port}${path}": ${error.message}`));
    });
    outgoing.end();
  });
}

function open(host: string, port: number, timeout: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, timeout });
    socket.on('connect', () => {
      socket.destroy();
      resolve();
    });
    socket.on('timeout', () => socket.destroy(new Error(`dial tcp ${host}:${port}: i/o timeout`)));
    socket.on('error', reject);
  });
}
