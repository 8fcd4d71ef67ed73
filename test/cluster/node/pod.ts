import { join } from 'node:path';
import { ApiError } from '../api/client';
import { Container, type ContainerOwner } from './container';
import type { Condition, ContainerSpec, PodObject, PodStatus } from './core';
import type { Kubelet } from './kubelet';
import { removeLogs } from './logs';
import { Sandbox } from './sandbox';
import { podStatus } from './status';
import { StatusWriter } from './status-writer';
import { sleep, timestamp } from './time';

/** One pod of the node, from its binding to its removal. */
export class Pod implements ContainerOwner {
  /** Resolves when nothing of the pod is left on the machine, nor in the API. */
  readonly ended: Promise<void>;
  readonly init: readonly Container[];
  readonly main: readonly Container[];
  readonly logFolder: string;
  private opened: Sandbox | undefined;
  private isOver = false;
  private verdict: { readonly reason: string; readonly message: string } | undefined;
  private stopAt = Number.POSITIVE_INFINITY;
  private conditions: readonly Condition[];
  private readonly startTime: string;
  /** Aborts when no container may start any more. */
  private readonly stopping = new AbortController();
  /** Aborts when the pod is to be removed. */
  private readonly leaving = new AbortController();
  private readonly writer: StatusWriter;

  constructor(
    readonly kubelet: Kubelet,
    public manifest: PodObject,
  ) {
    const { metadata, spec, status = {} } = manifest;
    this.logFolder = join(kubelet.instance.root, 'logs', metadata.namespace, metadata.name);
    this.startTime = status.startTime ?? timestamp();
    this.conditions = status.conditions ?? [];
    const before = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
    const container = (of: ContainerSpec, role: Container['role']) =>
      new Container(
        this,
        of,
        role,
        before.find(({ name }) => name === of.name),
      );
    this.writer = new StatusWriter(kubelet.api, metadata, () => this.status());
    this.init = (spec.initContainers ?? []).map((of) =>
      container(of, of.restartPolicy === 'Always' ? 'sidecar' : 'init'),
    );
    this.main = spec.containers.map((of) => container(of, 'main'));
    this.update(manifest);
    this.ended = this.live().catch((error) => console.error(`pod ${metadata.namespace}/${metadata.name}:`, error));
  }

  get containers(): readonly Container[] {
    return [...this.init, ...this.main];
  }

  get sandbox(): Sandbox {
    if (!this.opened) throw new Error('the pod has no network yet');
    return this.opened;
  }

  changed(): void {
    // The first status is written when the pod is taken up.
    if (this.opened) this.writer.request();
  }

  /** Takes the API's newer view of the pod; a deletion asks for its end. */
  update(manifest: PodObject): void {
    this.manifest = manifest;
    const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = manifest.metadata;
    if (deletionTimestamp === undefined) return;
    this.leaving.abort();
    this.stop(deletionGracePeriodSeconds);
  }

  /** The object is gone, by force: so goes the pod. The node itself goes: nothing is reported either. */
  abandon(graceSeconds: number): Promise<void> {
    this.writer.close();
    this.leaving.abort();
    this.stop(graceSeconds);
    return this.ended;
  }

  private async live(): Promise<void> {
    const { phase } = this.manifest.status ?? {};
    if (phase !== 'Succeeded' && phase !== 'Failed') {
      const deadline = this.armDeadline();
      try {
        await this.setUp();
        await this.runContainers();
      } finally {
        clearTimeout(deadline);
        this.isOver = true;
        if (this.stopping.signal.aborted) for (const container of this.containers) container.giveUp();
        await this.writer.flush();
        await this.opened?.close();
      }
    }
    await new Promise<void>((resolve) => {
      if (this.leaving.signal.aborted) resolve();
      else this.leaving.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    await this.remove();
  }

  /** Network and volumes, for as long as it takes. */
  private async setUp(): Promise<void> {
    const { kubelet, manifest } = this;
    const { signal } = this.stopping;
    if (signal.aborted) return;
    await removeLogs(this.logFolder);
    const attempt = async () => {
      this.opened ??= await Sandbox.open(kubelet, manifest);
      this.changed();
      await this.opened.volumes.prepare();
    };
    for (let isReady = false; !isReady && !signal.aborted; ) {
      try {
        await attempt();
        isReady = true;
      } catch (error) {
        const reason = this.opened ? 'FailedMount' : 'FailedCreatePodSandBox';
        kubelet.events.tell(manifest, 'Warning', reason, (error as Error).message);
        await sleep(Math.min(2000, kubelet.settings.syncMilliseconds), signal);
      }
    }
  }

  private async runContainers(): Promise<void> {
    const { signal } = this.stopping;
    const refresh = setInterval(() => this.refresh(), this.kubelet.settings.syncMilliseconds);
    const sidecars: { readonly container: Container; readonly end: Promise<void> }[] = [];
    const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    let isInitialized = true;
    for (const container of this.init) {
      if (signal.aborted) break;
      const end = container.supervise();
      if (container.role === 'sidecar') {
        sidecars.push({ container, end });
        await Promise.race([container.started, stopped]);
      } else {
        await end;
        isInitialized = container.hasSucceeded;
        if (!isInitialized) break;
      }
    }
    if (isInitialized && !signal.aborted) await Promise.all(this.main.map((container) => container.supervise()));
    clearInterval(refresh);
    this.stopAt = Math.min(this.stopAt, Date.now() + 1000 * this.graceSeconds);
    for (const { container, end } of sidecars.reverse()) {
      await container.stop(this.secondsLeft);
      await end;
    }
  }

  /** No container starts any more, those that run are asked to end; sidecars follow when the others have ended. */
  private stop(graceSeconds: number): void {
    this.stopAt = Math.min(this.stopAt, Date.now() + 1000 * graceSeconds);
    this.stopping.abort();
    for (const container of this.containers) {
      if (container.role !== 'sidecar' || graceSeconds === 0) container.stop(this.secondsLeft);
    }
  }

  private get graceSeconds(): number {
    return this.manifest.spec.terminationGracePeriodSeconds ?? 30;
  }

  private get secondsLeft(): number {
    return Math.max(0, this.stopAt - Date.now()) / 1000;
  }

  private armDeadline(): NodeJS.Timeout | undefined {
    const { activeDeadlineSeconds } = this.manifest.spec;
    if (activeDeadlineSeconds === undefined) return undefined;
    const left = Date.parse(this.startTime) + activeDeadlineSeconds * 1000 - Date.now();
    return setTimeout(
      () => {
        const message = 'Pod was active on the node longer than the specified deadline';
        this.verdict = { reason: 'DeadlineExceeded', message };
        this.stop(this.graceSeconds);
      },
      Math.max(0, left),
    );
  }

  private async refresh(): Promise<void> {
    const { events } = this.kubelet;
    await this.opened?.volumes
      .refresh()
      .catch((error) => events.tell(this.manifest, 'Warning', 'FailedMount', error.message));
  }

  private status(): PodStatus {
    const status = podStatus({
      pod: this.manifest,
      before: [...this.conditions, ...(this.manifest.status?.conditions ?? [])],
      startTime: this.startTime,
      hostIP: this.kubelet.instance.machine,
      podIP: this.opened?.address,
      init: this.init.map(({ status }) => status),
      main: this.main.map(({ status }) => status),
      sidecars: new Set(this.init.filter(({ role }) => role === 'sidecar').map(({ spec }) => spec.name)),
      isOver: this.isOver,
      verdict: this.isOver ? this.verdict : undefined,
    });
    this.conditions = status.conditions ?? [];
    return status;
  }

  /** Deletes the object, which waited for this. */
  private async remove(): Promise<void> {
    const { events, api } = this.kubelet;
    const { namespace, name, uid } = this.manifest.metadata;
    events.forget(uid);
    while (!this.writer.isClosed) {
      try {
        await api.delete(`/api/v1/namespaces/${namespace}/pods/${name}`, {
          gracePeriodSeconds: 0,
          preconditions: { uid },
        });
        return;
      } catch (error) {
        if (error instanceof ApiError && [404, 409].includes(error.code)) return;
        await sleep(1000);
      }
    }
  }
}
