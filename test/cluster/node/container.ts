import { Backoff } from './backoff';
import { ContainerRun, type RunObserver } from './container-run';
import type { ContainerSpec, ContainerState, ContainerStatus, PodObject, Terminated } from './core';
import { imageId } from './image';
import type { Kubelet } from './kubelet';
import { ContainerLog } from './logs';
import { type Preparation, prepare } from './preparation';
import type { Sandbox } from './sandbox';
import { sleep, timestamp } from './time';

/** What a container needs of its pod. */
export interface ContainerOwner {
  readonly kubelet: Kubelet;
  readonly manifest: PodObject;
  readonly sandbox: Sandbox;
  readonly logFolder: string;
  /** The container's status is another one. */
  changed(): void;
}

/** `init` ends before the next container starts, `sidecar` is an init container that goes on beside the others. */
export type Role = 'init' | 'sidecar' | 'main';

/** One container of a pod, through all its runs. */
export class Container {
  readonly log: ContainerLog;
  /** Resolves when the container has started, its startup probe included, or never will. */
  readonly started: Promise<void>;
  private state: ContainerState = { waiting: { reason: 'PodInitializing' } };
  private lastState: ContainerState = {};
  private restartCount = 0;
  private isReady = false;
  private hasStarted = false;
  private imageId = '';
  private run: ContainerRun | undefined;
  private readonly stopping = new AbortController();
  private readonly backoff: Backoff;
  private readonly imageBackoff: Backoff;
  private settleStarted: () => void = () => {};

  constructor(
    private readonly owner: ContainerOwner,
    readonly spec: ContainerSpec,
    readonly role: Role,
    before: ContainerStatus | undefined,
  ) {
    const { backoffMilliseconds: first, longestBackoffMilliseconds: longest } = owner.kubelet.settings;
    this.backoff = new Backoff(first, longest);
    this.imageBackoff = new Backoff(first, longest);
    this.log = new ContainerLog(owner.logFolder, spec.name);
    this.started = new Promise((resolve) => {
      this.settleStarted = resolve;
    });
    if (before) this.adopt(before);
  }

  get status(): ContainerStatus {
    const { state } = this;
    return {
      name: this.spec.name,
      image: this.spec.image,
      imageID: this.imageId,
      ...((state.running || state.terminated) && { containerID: this.id }),
      ready: this.isReady,
      started: this.hasStarted,
      restartCount: this.restartCount,
      state,
      lastState: this.lastState,
    };
  }

  get isRunning(): boolean {
    return this.state.running !== undefined;
  }

  get hasSucceeded(): boolean {
    return this.state.terminated?.exitCode === 0;
  }

  /** The running container's control group and first process, for its figures. */
  get usage(): { readonly group: string; readonly pid: number; readonly startedAt: string } | undefined {
    const pid = this.run?.pid;
    if (!this.run || pid === undefined || !this.state.running) return undefined;
    return { group: this.run.preparation.group, pid, startedAt: this.state.running.startedAt };
  }

  /** Says why the container does not run yet. */
  wait(reason: string, message?: string): void {
    if (this.state.waiting?.reason === reason && this.state.waiting.message === message) return;
    this.state = { waiting: { reason, ...(message && { message }) } };
    this.owner.changed();
  }

  /** Runs the container, again and again as its policy says; resolves when it will not run any more. */
  async supervise(): Promise<void> {
    const { signal } = this.stopping;
    if (!this.state.terminated) this.wait('ContainerCreating');
    while (!signal.aborted) {
      const { terminated } = this.state;
      if (terminated) {
        if (!this.restarts(terminated)) break;
        await this.pause(terminated);
        if (signal.aborted) break;
        this.restartCount += 1;
      }
      const preparation = await this.prepare();
      if (preparation) await this.runOnce(preparation);
    }
    this.settleStarted();
  }

  /** Ends the container for good; may be asked again, with a shorter grace period. */
  async stop(graceSeconds: number): Promise<void> {
    this.stopping.abort();
    if (this.isRunning) this.tell('Normal', 'Killing', `Stopping container ${this.spec.name}`);
    await this.run?.end(graceSeconds);
  }

  /** For a container of an ended pod that never ran. */
  giveUp(): void {
    if (this.state.terminated) return;
    const message = 'The container could not be located when the pod was terminated';
    const reason = 'ContainerStatusUnknown';
    this.state = { terminated: { exitCode: 137, reason, message, startedAt: null, finishedAt: null } };
  }

  private get id(): string {
    return `process://${this.owner.manifest.metadata.uid}/${this.spec.name}/${this.restartCount}`;
  }

  /** Goes on from what an earlier node program reported; its processes died with it. */
  private adopt({ state, lastState, restartCount, imageID, containerID }: ContainerStatus): void {
    this.restartCount = restartCount;
    this.imageId = imageID;
    this.lastState = lastState;
    if (state.terminated) this.state = { terminated: state.terminated };
    if (this.role === 'init') this.isReady = this.hasSucceeded;
    if (!state.running) return;
    const gone = { exitCode: 137, reason: 'ContainerStatusUnknown', message: 'The node program ended' };
    this.state = { terminated: { ...gone, ...state.running, finishedAt: timestamp(), containerID } };
  }

  private restarts({ exitCode }: Terminated): boolean {
    if (this.role === 'sidecar') return true;
    const { restartPolicy = 'Always' } = this.owner.manifest.spec;
    if (restartPolicy === 'Never') return false;
    return exitCode !== 0 || (restartPolicy === 'Always' && this.role === 'main');
  }

  /** The back-off before a restart, if any. */
  private async pause(terminated: Terminated): Promise<void> {
    const { startedAt, finishedAt } = terminated;
    const ran = startedAt && finishedAt ? Date.parse(finishedAt) - Date.parse(startedAt) : 0;
    const delay = this.backoff.next(ran);
    this.lastState = { terminated };
    if (delay === 0) return;
    const { name, namespace, uid } = this.owner.manifest.metadata;
    const pod = `${name}_${namespace}(${uid})`;
    this.tell('Warning', 'BackOff', `Back-off restarting failed container ${this.spec.name} in pod ${pod}`);
    const what = `container=${this.spec.name} pod=${pod}`;
    this.wait('CrashLoopBackOff', `back-off ${delay / 1000}s restarting failed ${what}`);
    await sleep(delay, this.stopping.signal);
    // Stopped while it waited: its last run is its end.
    if (this.stopping.signal.aborted) this.state = { terminated };
  }

  /** Finds the image and resolves references, for as long as it takes; undefined when the container is stopped meanwhile. */
  private async prepare(): Promise<Preparation | undefined> {
    const { kubelet, manifest, sandbox } = this.owner;
    while (!this.stopping.signal.aborted) {
      const image = kubelet.images.find(this.spec.image);
      try {
        if (image) {
          this.imageId = imageId(image);
          return await prepare(kubelet, manifest, sandbox, this.spec, image, this.restartCount);
        }
        await this.waitForImage();
      } catch (error) {
        const { message } = error as Error;
        this.tell('Warning', 'Failed', `Error: ${message}`);
        this.wait('CreateContainerConfigError', message);
        await sleep(kubelet.settings.syncMilliseconds, this.stopping.signal);
      }
    }
    return undefined;
  }

  private async waitForImage(): Promise<void> {
    const { image } = this.spec;
    const message = `failed to pull image "${image}": the process node has no local program for it`;
    this.tell('Warning', 'Failed', `Failed to pull image "${image}": the process node has no local program for it`);
    this.wait('ErrImagePull', message);
    await sleep(Math.min(1000, this.owner.kubelet.settings.backoffMilliseconds), this.stopping.signal);
    this.wait('ImagePullBackOff', `Back-off pulling image "${image}": ErrImagePull: ${message}`);
    await sleep(this.imageBackoff.next() || this.imageBackoff.next(), this.stopping.signal);
  }

  private async runOnce(preparation: Preparation): Promise<void> {
    const { kubelet, manifest, sandbox } = this.owner;
    const site = {
      cgroups: kubelet.cgroups,
      log: this.log,
      spec: this.spec,
      address: sandbox.address,
      graceSeconds: manifest.spec.terminationGracePeriodSeconds ?? 30,
    };
    this.log.begin(this.restartCount > 0);
    this.run = await ContainerRun.start(site, preparation, this.observer());
    if (this.stopping.signal.aborted) this.run.end(0);
    const terminated = await this.run.finish();
    this.run = undefined;
    if (terminated.reason === 'StartError') this.tell('Warning', 'Failed', `Error: ${terminated.message}`);
    this.hasStarted = false;
    this.isReady = this.role === 'init' && terminated.exitCode === 0;
    this.state = { terminated: { ...terminated, containerID: this.id } };
    this.owner.changed();
  }

  private observer(): RunObserver {
    const changed = () => this.owner.changed();
    return {
      running: (startedAt) => {
        this.state = { running: { startedAt } };
        this.tell('Normal', 'Started', `Started container ${this.spec.name}`);
        changed();
      },
      started: () => {
        this.hasStarted = true;
        this.settleStarted();
        changed();
      },
      ready: (isReady) => {
        this.isReady = isReady && this.role !== 'init';
        changed();
      },
      tell: (type, reason, message) => this.tell(type, reason, message),
    };
  }

  private tell(type: 'Normal' | 'Warning', reason: string, message: string): void {
    this.owner.kubelet.events.tell(this.owner.manifest, type, reason, message, this.spec.name);
  }
}
