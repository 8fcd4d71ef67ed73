import { appProject } from './app-project';
import { application } from './application';
import { clusterRole } from './cluster-role';
import { clusterRoleBinding } from './cluster-role-binding';
import { deployment } from './deployment';
import { job } from './job';
import { defineKind, type Kind } from './kind';
import { namespace } from './namespace';
import { networkPolicy } from './network-policy';
import { persistentVolumeClaim } from './persistent-volume-claim';
import { pod } from './pod';
import { priorityClass } from './priority-class';
import { replicationController } from './replication-controller';
import { resourceQuota } from './resource-quota';
import { role } from './role';
import { roleBinding } from './role-binding';
import { secret } from './secret';
import { service } from './service';
import { statefulSet } from './stateful-set';
import { structures } from './structure';
import { verticalPodAutoscaler } from './vertical-pod-autoscaler';

/** Kinds of which more is known than their schema says. */
const withFacts: readonly Kind[] = [
  appProject,
  application,
  clusterRole,
  clusterRoleBinding,
  deployment,
  job,
  namespace,
  networkPolicy,
  persistentVolumeClaim,
  pod,
  priorityClass,
  replicationController,
  resourceQuota,
  role,
  roleBinding,
  secret,
  service,
  statefulSet,
  verticalPodAutoscaler,
];

const known = new Map(withFacts.map((kind) => [`${kind.apiVersion}/${kind.kind}`, kind]));

/** What is known of a kind; undefined for kinds that are not ours to know. */
export function kindOf(apiVersion: string, kind: string): Kind | undefined {
  const key = `${apiVersion}/${kind}`;
  const found = known.get(key);
  if (found) return found;
  const structure = structures[key];
  if (!structure) return undefined;
  const defined = defineKind(structure);
  known.set(key, defined);
  return defined;
}
