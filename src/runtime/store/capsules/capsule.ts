import type { LiveObject, OwnerReference } from '../../../model/manifests/live-object';

/** How a container stood, or the one before it. */
export interface ContainerEnd {
  readonly state: 'waiting' | 'running' | 'terminated';
  readonly reason?: string;
  readonly message?: string;
  readonly exitCode?: number;
  readonly signal?: number;
  readonly startedAt?: string;
  readonly finishedAt?: string;
}

export interface CapsuleContainer {
  readonly name: string;
  readonly image?: string;
  readonly restarts: number;
  readonly end?: ContainerEnd;
  /** How it ended before it was started again. */
  readonly previousEnd?: ContainerEnd;
}

export interface CapsuleEvent {
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly count: number;
  /** When it was seen last. */
  readonly at?: string;
}

export interface CapsuleLog {
  /** The last ones, oldest first. */
  readonly lines: readonly string[];
  /** How many came before them that were read and are not kept; before those there may be more. */
  readonly omitted: number;
}

/**
 * What a pod tells of its failure, kept after it is gone. It has the form of an object, and the pod's own name and uid, so
 * that the archive keeps it as it keeps objects.
 */
export interface Capsule extends LiveObject {
  readonly apiVersion: 'cdk8s-steward.dev/v1';
  readonly kind: 'Capsule';
  readonly takenAt: string;
  readonly node?: string;
  /** What the pod was made for. */
  readonly owner?: OwnerReference;
  readonly status: {
    readonly phase?: string;
    readonly reason?: string;
    readonly message?: string;
    readonly finishedAt?: string;
    readonly containers: readonly CapsuleContainer[];
  };
  readonly events: readonly CapsuleEvent[];
  readonly logs: Readonly<Record<string, CapsuleLog>>;
}

/** Lines of each container's log that are kept. */
export const mostLines = 200;
