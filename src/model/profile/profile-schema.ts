import * as z from 'zod/mini';
import { readBy } from '../documents/read-by';
import { cidr, port } from '../values/cidr';
import { Duration } from '../values/duration';
import { intOrPercent } from '../values/int-or-percent';
import { Quantity } from '../values/quantity';
import { parseVersion } from '../values/version';
import type { ClusterProfile } from './cluster-profile';

const text = z.string();
const textOrNumber = z.union([z.string(), z.number()]);
const version = readBy(text, parseVersion, 'A version, e.g. 1.36');
const quantity = readBy(textOrNumber, Quantity.parse, 'A quantity, e.g. 16, 500m, 60Gi');
const duration = readBy(textOrNumber, Duration.parse, 'A duration, e.g. 30s, 30d');
const network = readBy(text, cidr, 'A network, e.g. 10.0.0.0/28');
const endpoint = z.strictObject({
  cidrs: z.array(network),
  ports: z.array(readBy(z.number(), port, 'A TCP port')),
});

const amounts = z.record(z.string(), quantity);
const resources = z.strictObject({ requests: z.optional(amounts), limits: z.optional(amounts) });
const containers = z.array(z.strictObject({ name: z.optional(z.string()), resources: z.optional(resources) }));
const podCount = z.optional(readBy(textOrNumber, intOrPercent, 'A number of pods, or a share of them: 1, 50%'));
const workload = z.strictObject({
  apiVersion: z.optional(z.string()),
  kind: z.optional(z.string()),
  namespace: z.string(),
  name: z.string(),
  labels: z.optional(z.record(z.string(), z.string())),
  replicas: z.optional(z.int().check(z.minimum(0))),
  containers,
  initContainers: z.optional(containers),
  strategy: z.optional(
    z.strictObject({
      type: z.optional(z.enum(['RollingUpdate', 'Recreate'])),
      rollingUpdate: z.optional(z.strictObject({ maxSurge: podCount, maxUnavailable: podCount })),
    }),
  ),
  priorityClassName: z.optional(z.string()),
});

/** The form of a `ClusterProfile` in a file; unknown fields are refused, for most are misspelt. */
export const profileSchema = z.strictObject({
  kubernetes: z.optional(version),
  argoWorkflows: z.optional(version),
  argoCd: z.optional(version),
  verticalPodAutoscaler: z.optional(version),
  prometheus: z.optional(
    z.strictObject({
      version: z.optional(version),
      retention: z.optional(duration),
      scrapeInterval: z.optional(duration),
    }),
  ),
  shared: z.optional(z.boolean()),
  nodes: z.optional(
    z.array(
      z.strictObject({
        count: z.int().check(z.minimum(1)),
        allocatable: z.strictObject({ cpu: quantity, memory: quantity }),
      }),
    ),
  ),
  apiServer: z.optional(z.array(endpoint)),
  dns: z.optional(z.strictObject({ cidrs: z.array(network) })),
  objectStores: z.optional(z.record(z.string(), endpoint)),
  storageClasses: z.optional(z.array(z.string())),
  priorityClasses: z.optional(
    z.array(
      z.strictObject({
        name: z.string(),
        value: z.optional(z.int()),
        globalDefault: z.optional(z.boolean()),
      }),
    ),
  ),
  workflowExecutor: z.optional(resources),
  workloads: z.optional(z.array(workload)),
  monitoringNamespace: z.optional(z.string()),
});

// Named, since both forms of the file contain it.
z.globalRegistry.add(profileSchema, { id: 'ClusterProfile' });

/** The form of `DeclaredEnvironments` in a file. */
export const environmentsSchema = z.strictObject({
  environments: z.record(z.string(), z.strictObject({ path: z.string(), profile: z.optional(profileSchema) })),
});

/** Fails to compile when schema and interface part ways. */
type SameFields<A, B> = [keyof A] extends [keyof B] ? ([keyof B] extends [keyof A] ? true : never) : never;
const sameFields: SameFields<z.infer<typeof profileSchema>, ClusterProfile> = true;
void sameFields;

/** Both forms of the file as JSON Schema, for editors. */
export function profileJsonSchema(): unknown {
  return z.toJSONSchema(z.union([profileSchema, environmentsSchema]), { io: 'input', unrepresentable: 'any' });
}
