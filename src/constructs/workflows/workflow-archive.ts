import { port } from '../../model/values/cidr';
import { Duration, type DurationLike } from '../../model/values/duration';
import { InvalidValue, type Problems } from '../../model/values/problems';
import { flag, readRequired, someText } from '../synth/input';
import { readSecretKey, type SecretKey } from './artifact-repository';

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
  return {
    archive: true,
    archiveTTL: problems.read('ttl', archive.ttl, archiveTtl),
    nodeStatusOffLoad: problems.read('offloadNodeStatus', archive.offloadNodeStatus, flag) ?? false,
    postgresql: {
      host: readRequired('host', archive.host, problems, someText),
      port: problems.read('port', archive.port, port) ?? 5432,
      database: readRequired('database', archive.database, problems, someText),
      tableName: 'argo_workflows',
      userNameSecret: readSecretKey('userName', archive.userName, problems),
      passwordSecret: readSecretKey('password', archive.password, problems),
    },
  };
}

/** Argo's TTL is no Go duration: one whole number with one unit (argo-workflows/config/ttl.go). */
function archiveTtl(value: DurationLike): string {
  const seconds = Duration.parse(value).toSeconds();
  if (seconds === 0) throw new InvalidValue(value, 'means for ever to Argo: leave it out, or use at least 1s');
  const units = [
    ['d', 86_400],
    ['h', 3_600],
    ['m', 60],
    ['s', 1],
  ] as const;
  const [unit, size] = units.find(([, candidate]) => seconds % candidate === 0) ?? (['s', 1] as const);
  return `${seconds / size}${unit}`;
}
