import { port } from '../../model/values/cidr';
import { Duration, type DurationLike } from '../../model/values/duration';
import type { Problems } from '../../model/values/problems';
import type { SecretKey } from './artifact-repository';

/** A PostgreSQL database that keeps workflows after Kubernetes has forgotten them. */
export interface WorkflowArchive {
  readonly host: string;
  /** @default 5432 */
  readonly port?: number;
  readonly database: string;
  /** Secrets in the controller's namespace. */
  readonly userName: SecretKey;
  readonly password: SecretKey;
  /** How long archived workflows are kept; Argo removes older ones once a day. @default - for ever */
  readonly ttl?: DurationLike;
  /** Whether large node statuses go to the database too. @default false */
  readonly offloadNodeStatus?: boolean;
}

/** The document under the controller's key `persistence`. */
export function renderArchive(archive: WorkflowArchive, problems: Problems): Readonly<Record<string, unknown>> {
  problems.read('port', archive.port, port);
  return {
    archive: true,
    archiveTTL: problems.read('ttl', archive.ttl, archiveTtl),
    nodeStatusOffLoad: archive.offloadNodeStatus ?? false,
    postgresql: {
      host: archive.host,
      port: archive.port ?? 5432,
      database: archive.database,
      tableName: 'argo_workflows',
      userNameSecret: archive.userName,
      passwordSecret: archive.password,
    },
  };
}

/** Argo's TTL is no Go duration: one whole number with one unit (argo-workflows/config/ttl.go). */
function archiveTtl(value: DurationLike): string {
  const seconds = Duration.parse(value).toSeconds();
  const units = [
    ['d', 86_400],
    ['h', 3_600],
    ['m', 60],
    ['s', 1],
  ] as const;
  const [unit, size] = units.find(([, candidate]) => seconds % candidate === 0) ?? (['s', 1] as const);
  return `${seconds / size}${unit}`;
}
