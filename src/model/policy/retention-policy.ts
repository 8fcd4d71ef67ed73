import type { DurationLike } from '../values/duration';
import type { LabelSelector } from '../values/label-selector';

/**
 * How an object stands. The first three are ends; `Unused` is said of volume claims and ConfigMaps, which have no end of
 * their own; `Unknown` is said of everything that does not say clearly how it stands.
 */
export const outcomes = [
  'Succeeded',
  'Failed',
  'Error',
  'Unused',
  'Running',
  'Pending',
  'Suspended',
  'Unknown',
] as const;
export type Outcome = (typeof outcomes)[number];

/** What a rule does with what is due. */
export type RetentionAction = 'delete' | 'report' | 'stop';

/** How long objects of one outcome are kept, and what then becomes of them. */
export interface Retention {
  /** How long since its end; for what has not ended, since its start; for what is unused, since it was first seen so. */
  readonly for: DurationLike;
  /**
   * `stop` ends what runs, as its user would: a Workflow is shut down, a Job gets a deadline.
   * @default - `delete` after an end and for what is unused, `report` for everything else
   */
  readonly action?: RetentionAction;
  /**
   * Whether it is written to the archive first, and kept where that fails.
   * @default - true for Workflows, Jobs and runs, if the policy has an archive
   */
  readonly archive?: boolean;
  /** The newest of each template or owner that stay however old they are; for ends only. @default 0 */
  readonly keepLast?: number;
}

/** How much may be deleted of something in a day. */
export interface Budget {
  /** Objects, those included that go with their owners. @default - no bound of this kind */
  readonly count?: number;
  /** Share of the objects that were there when the day's first run looked, in percent. @default - no bound of this kind */
  readonly percent?: number;
}

/** Budgets that bound a policy's deletions; each counts from midnight in the policy's time zone. */
export interface Budgets {
  /** Everything the policy deletes. @default - 10,000 objects */
  readonly policy?: Budget;
  /** What it deletes in each namespace. @default - 5,000 objects */
  readonly namespace?: Budget;
  /** What each rule deletes that has no budget of its own. @default - no bound of its own */
  readonly rule?: Budget;
}

/** Objects of one kind, and how long they are kept. Of the rules that an object fits, the first that names its outcome decides. */
export interface RetentionRule {
  /** As reports and budgets name it. */
  readonly name: string;
  /** As manifests write it: `v1`, `batch/v1`, `argoproj.io/v1alpha1`. */
  readonly apiVersion: string;
  readonly kind: string;
  /** Name of the kind in REST paths. @default - as Kubernetes makes plurals, e.g. `coderuns` */
  readonly plural?: string;
  /** `['*']` means all but the protected ones. */
  readonly namespaces: readonly string[];
  /** @default - all; required for ConfigMaps */
  readonly selector?: LabelSelector;
  /** By outcome. What stands otherwise is left alone. */
  readonly keep: Readonly<Partial<Record<Outcome, Retention>>>;
  /** Whether objects that others manage are deleted too: Argo CD, Helm, Flux, the CronJob of a Job. @default false */
  readonly managed?: boolean;
  /** @default - that of all rules */
  readonly budget?: Budget;
}

/** An annotation or label that exempts its object. */
export interface ExemptionMark {
  readonly key: string;
  /** @default - anything but `false`, `no`, `off` and `0` */
  readonly value?: string;
}

/** Times at which nothing is deleted. */
export interface HoldWindow {
  /** When it begins, as a CronJob's schedule. */
  readonly schedule: string;
  /** At most 7 days. */
  readonly duration: DurationLike;
  /** IANA name. @default - that of the policy */
  readonly timeZone?: string;
  /** @default - none */
  readonly reason?: string;
}

/** Objects that must be kept, whatever the rules say: the longest of all that apply wins. */
export interface LegalHold {
  /** Shown with every object that it keeps. */
  readonly reason: string;
  /** How long since an object's end. @default - without end */
  readonly for?: DurationLike;
  /** @default - all */
  readonly namespaces?: readonly string[];
  /** @default - all */
  readonly selector?: LabelSelector;
}

/** How the archive itself keeps what is written to it. */
export interface ArchiveRetention {
  /**
   * After this, the bucket's lifecycle may delete: whole days, rounded up, as the object's tag `expire-after-days`, for a
   * lifecycle rule that names this tag and so many days; and the day itself as `expire-after`.
   *
   * @default - not tagged
   */
  readonly expireAfter?: DurationLike;
  /** Object Lock, where the bucket has it. @default - none */
  readonly lock?: { readonly mode: 'GOVERNANCE' | 'COMPLIANCE'; readonly for: DurationLike };
  /** Object Lock's legal hold. @default false */
  readonly legalHold?: boolean;
}

/** A bucket of S3, or of a server that speaks its protocol. Credentials are never part of a policy. */
export interface S3Location {
  readonly bucket: string;
  /** @default 'us-east-1' */
  readonly region?: string;
  /** URL of a server that is not AWS: `https://minio.example.com:9000`. @default - AWS, by the region */
  readonly endpoint?: string;
  /** Whether the bucket is in the path and not in the host name. @default - true with an endpoint */
  readonly pathStyle?: boolean;
  /** Server-side encryption. @default - the bucket's own */
  readonly encryption?: { readonly kmsKeyId?: string; readonly algorithm: 'AES256' | 'aws:kms' };
  /** @default - none */
  readonly tags?: Readonly<Record<string, string>>;
  /** `none` for servers that know no SHA-256 checksums: what was written is then read back. @default 'sha256' */
  readonly checksum?: 'sha256' | 'none';
}

/** Where objects are written to before they are deleted. */
export interface ArchiveSettings {
  /** Exactly one of this and `directory`. */
  readonly s3?: S3Location;
  /** A folder, for trying it out; in a cluster, one that outlives the pod. */
  readonly directory?: string;
  /** What keys begin with. @default 'archive' */
  readonly prefix?: string;
  /** Logs of which workflows' pods are archived with them. @default 'failed' */
  readonly logs?: 'failed' | 'all' | 'none';
  readonly retention?: ArchiveRetention;
}

/**
 * When objects may go: what `steward sweep` does, and what the constructs put into a ConfigMap for it.
 *
 * What has not ended, and what does not say how it ended, is never deleted unless a rule names that outcome and the action.
 */
export interface RetentionPolicy {
  /** Budgets and what was seen before are kept under this name. */
  readonly name: string;
  /** In the order in which the sweep does its work. */
  readonly rules: readonly RetentionRule[];
  /** IANA name: when days begin. @default 'Etc/UTC' */
  readonly timeZone?: string;
  /** Marks beyond those that are always known. @default - none */
  readonly exemptions?: readonly ExemptionMark[];
  /** @default - none */
  readonly holdWindows?: readonly HoldWindow[];
  /** @default - none */
  readonly legalHolds?: readonly LegalHold[];
  readonly budgets?: Budgets;
  /** @default - nothing is archived */
  readonly archive?: ArchiveSettings;
  /** Namespaces that are refused, besides `kube-*` and `steward-system`; `*` stands for any letters. @default - none */
  readonly protectedNamespaces?: readonly string[];
  /**
   * How long something must have been unused before it counts: two sightings at least this far apart. With `0s` the first
   * one is enough.
   *
   * @default '24h'
   */
  readonly unusedGrace?: DurationLike;
  /** How far the clock may be from the API server's. @default '30s' */
  readonly clockSkew?: DurationLike;
  /** Kinds beyond the known ones whose objects may depend on what is deleted. @default - none */
  readonly dependents?: readonly { readonly apiVersion: string; readonly kind: string; readonly plural?: string }[];
}

/** What is kept how long where nobody says otherwise; /002 of the requirements. */
export const defaultKeep = {
  Succeeded: { for: '7d' },
  Failed: { for: '3d' },
  Error: { for: '3d' },
} as const satisfies RetentionRule['keep'];
