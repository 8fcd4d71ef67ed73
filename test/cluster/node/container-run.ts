import { readFile, rm } from 'node:fs/promises';
import type { Cgroups } from './cgroup';
import type { ContainerSpec, Handler, Probe, Terminated } from './core';
import type { ContainerLog } from './logs';
import type { Preparation } from './preparation';
import { handle, runProbes } from './probes';
import { type ContainerProcess, type Exit, execInContainer, startProcess } from './process';
import { sleep, timestamp } from './time';

/** Who follows one run of a container. */
export interface RunObserver {
  running(startedAt: string): void;
  /** The startup probe has succeeded, or there is none. */
  started(): void;
  ready(isReady: boolean): void;
  tell(type: 'Normal' | 'Warning', reason: string, message: string): void;
}

/** Where a run takes place. */
export interface RunSite {
  readonly cgroups: Cgroups;
  readonly log: ContainerLog;
  readonly spec: ContainerSpec;
  readonly address: string;
  /** The pod's grace period, for a container that a probe condemns. */
  readonly graceSeconds: number;
}

/** One run of a container, from its process's start to its end. */
export class ContainerRun {
  private readonly probes = new AbortController();
  private killAt = Number.POSITIVE_INFINITY;
  private killTimer: NodeJS.Timeout | undefined;
  private isEnding = false;

  private constructor(
    private readonly site: RunSite,
    readonly preparation: Preparation,
    private readonly observer: RunObserver,
    private readonly process: ContainerProcess,
  ) {}

  static async start(site: RunSite, preparation: Preparation, observer: RunObserver): Promise<ContainerRun> {
    const process = await startProcess(preparation.launch, (stream, chunk) => site.log.write(stream, chunk));
    return new ContainerRun(site, preparation, observer, process);
  }

  /** The container's first process; undefined before it runs. */
  get pid(): number | undefined {
    return this.process.pid;
  }

  /** Probes the container while it runs; how it ended, with nothing left of it but its log. */
  async finish(): Promise<Terminated> {
    const { process, preparation, site, observer } = this;
    await Promise.race([process.ready, process.exited]);
    const startedAt = timestamp();
    if (process.pid !== undefined) {
      observer.running(startedAt);
      this.watch(process.pid);
    }
    const exit = await process.exited;
    this.probes.abort();
    clearTimeout(this.killTimer);
    await site.log.end();
    const isOutOfMemory = exit.code !== 0 && site.cgroups.oomKills(preparation.group) > 0;
    const message = exit.startError ?? (await this.message(exit));
    await site.cgroups.remove(preparation.group);
    await rm(preparation.launch.folder, { recursive: true, force: true });
    await rm(preparation.messageFile, { force: true });
    const reason = reasonOf(exit, isOutOfMemory);
    return { exitCode: exit.code, reason, ...(message && { message }), startedAt, finishedAt: timestamp() };
  }

  /** Asks the process to end, and kills it when the grace period is over. A later call can only shorten that. */
  async end(graceSeconds: number): Promise<void> {
    this.killAt = Math.min(this.killAt, Date.now() + graceSeconds * 1000);
    clearTimeout(this.killTimer);
    this.killTimer = setTimeout(() => this.process.kill('SIGKILL'), Math.max(0, this.killAt - Date.now()));
    if (!this.isEnding) {
      this.isEnding = true;
      this.probes.abort();
      const { preStop } = this.site.spec.lifecycle ?? {};
      if (preStop && graceSeconds > 0) await this.runHook('PreStop', preStop);
      if (graceSeconds > 0) this.process.kill('SIGTERM');
    }
    await this.process.exited;
  }

  private watch(pid: number): void {
    const { spec, address, graceSeconds } = this.site;
    const condemn = (what: string, { terminationGracePeriodSeconds = graceSeconds }: Partial<Probe>) => {
      this.observer.tell('Normal', 'Killing', `Container ${spec.name} failed ${what}, will be restarted`);
      this.end(terminationGracePeriodSeconds);
    };
    const target = {
      spec,
      address,
      exec: (command: readonly string[], timeout: number) =>
        execInContainer(pid, this.preparation.launch, command, timeout),
      started: () => this.observer.started(),
      ready: (isReady: boolean) => this.observer.ready(isReady),
      failed: (kind: string, message: string, isFinal: boolean, probe: Probe) => {
        this.observer.tell('Warning', 'Unhealthy', `${kind} probe failed: ${message}`);
        if (isFinal && kind !== 'Readiness') condemn(`${kind.toLowerCase()} probe`, probe);
      },
    };
    const { postStart } = spec.lifecycle ?? {};
    const begun = postStart ? this.runHook('PostStart', postStart) : Promise.resolve(true);
    begun.then((isWell) => (isWell ? runProbes(target, this.probes.signal) : condemn('its PostStart hook', {})));
  }

  /** Runs a lifecycle hook, for as long as the process lives. */
  private async runHook(kind: 'PreStop' | 'PostStart', hook: Handler): Promise<boolean> {
    const { process, site, preparation } = this;
    if (process.pid === undefined) return false;
    const patience = 2 ** 31 - 1;
    const action = hook.exec
      ? execInContainer(process.pid, preparation.launch, hook.exec.command, patience).then(({ code, output }) => {
          if (code !== 0) throw new Error(`exit code ${code}: ${output}`);
        })
      : handle(hook, site, patience);
    // The grace period covers the hook, but the signal that follows it gets a moment of its own.
    const limit = kind === 'PreStop' ? sleep(this.killAt - Date.now() - 100) : new Promise<void>(() => {});
    try {
      await Promise.race([action, limit, process.exited]);
      return true;
    } catch (error) {
      this.observer.tell('Warning', `Failed${kind}Hook`, (error as Error).message);
      return false;
    }
  }

  /** What the program wrote to its termination message file. */
  private async message({ code }: Exit): Promise<string> {
    const { spec, log } = this.site;
    const written = (await readFile(this.preparation.messageFile).catch(() => Buffer.alloc(0))).subarray(0, 4096);
    const isSilent = written.length === 0 && code !== 0;
    return isSilent && spec.terminationMessagePolicy === 'FallbackToLogsOnError' ? log.tail() : written.toString();
  }
}

/** The reasons that container runtimes give. */
export function reasonOf({ code, startError }: Exit, isOutOfMemory: boolean): string {
  if (startError !== undefined) return 'StartError';
  if (isOutOfMemory) return 'OOMKilled';
  return code === 0 ? 'Completed' : 'Error';
}
