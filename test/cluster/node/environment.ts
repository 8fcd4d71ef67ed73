import type { ContainerSpec, EnvVar, KeyRef, PodObject } from './core';
import { fieldValue, type Placement, resourceValue } from './fields';
import { MissingSource, type Sources } from './sources';

export type Environment = Record<string, string>;

/** Replaces `$(NAME)` by the variable; `$$` is one dollar sign, an unknown name stays as it is written. */
export function expand(text: string, variables: Readonly<Environment>): string {
  return text.replace(/\$(?:\$|\(([^)]*)\))/g, (reference, name?: string) => {
    if (name === undefined) return '$';
    return Object.hasOwn(variables, name) ? variables[name]! : reference;
  });
}

/** Where the API is, as a kubelet tells every container. */
export function apiVariables(host: string, port: number): Environment {
  const url = `tcp://${host}:${port}`;
  return {
    KUBERNETES_SERVICE_HOST: host,
    KUBERNETES_SERVICE_PORT: String(port),
    KUBERNETES_SERVICE_PORT_HTTPS: String(port),
    KUBERNETES_PORT: url,
    [`KUBERNETES_PORT_${port}_TCP`]: url,
    [`KUBERNETES_PORT_${port}_TCP_PROTO`]: 'tcp',
    [`KUBERNETES_PORT_${port}_TCP_PORT`]: String(port),
    [`KUBERNETES_PORT_${port}_TCP_ADDR`]: host,
  };
}

/**
 * A container's variables in the kubelet's order: the node's, `envFrom`, then `env`, each of which may refer to those
 * before it.
 *
 * @throws MissingSource for a ConfigMap, Secret or key that is absent and not optional.
 */
export async function environmentOf(
  container: ContainerSpec,
  pod: PodObject,
  placement: Placement,
  sources: Sources,
  base: Readonly<Environment>,
): Promise<Environment> {
  const variables: Environment = { ...base };
  const { namespace } = pod.metadata;
  for (const { prefix = '', configMapRef, secretRef } of container.envFrom ?? []) {
    const ref = configMapRef ?? secretRef!;
    const entries = await sources.entries(configMapRef ? 'configmap' : 'secret', namespace, ref.name, ref.optional);
    for (const [key, value] of entries ?? []) variables[prefix + key] = value.toString();
  }
  for (const variable of container.env ?? []) {
    const value = await resolved(variable, variables);
    if (value !== undefined) variables[variable.name] = value;
  }
  return variables;

  async function resolved({ value = '', valueFrom }: EnvVar, before: Environment): Promise<string | undefined> {
    if (!valueFrom) return expand(value, before);
    if (valueFrom.configMapKeyRef) return entry('configmap', valueFrom.configMapKeyRef);
    if (valueFrom.secretKeyRef) return entry('secret', valueFrom.secretKeyRef);
    if (valueFrom.fieldRef) return fieldValue(valueFrom.fieldRef.fieldPath, pod, placement);
    if (!valueFrom.resourceFieldRef) return '';
    const { containerName } = valueFrom.resourceFieldRef;
    const all = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])];
    const of = containerName === undefined ? container : all.find(({ name }) => name === containerName);
    return resourceValue(valueFrom.resourceFieldRef, of, placement);
  }

  async function entry(kind: 'configmap' | 'secret', { name, key, optional }: KeyRef): Promise<string | undefined> {
    const value = (await sources.entries(kind, namespace, name, optional))?.get(key);
    if (value || optional) return value?.toString();
    throw new MissingSource(
      `couldn't find key ${key} in ${kind === 'secret' ? 'Secret' : 'ConfigMap'} ${namespace}/${name}`,
    );
  }
}
