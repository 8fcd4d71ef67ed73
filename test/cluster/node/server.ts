import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { join } from 'node:path';
import { run } from './commands';
import type { Kubelet } from './kubelet';
import { copyLog, logOptions } from './log-reader';
import { containerFigures, nodeFigures, resourceMetrics } from './metrics';
import type { Pods } from './pods';

/** The kubelet's own port. */
export const kubeletPort = 10_250;

/**
 * The part of a kubelet's server that others call: logs (the API server, for `kubectl logs`) and figures (metrics-server).
 * KWOK's server cannot take both over: a node has one such port, and KWOK's log rules name one file each.
 */
export async function serve(kubelet: Kubelet, pods: Pods): Promise<Server> {
  const { instance } = kubelet;
  const key = join(instance.root, `${instance.name}.key`);
  const certificate = join(instance.root, `${instance.name}.crt`);
  if (!existsSync(certificate)) {
    const subject = ['-subj', `/CN=${kubelet.settings.name}`, '-addext', `subjectAltName=IP:${instance.machine}`];
    const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '3650'];
    await run('openssl', ['req', '-x509', ...kind, ...subject, '-keyout', key, '-out', certificate]);
  }
  const server = createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (request, response) => {
    answer(kubelet, pods, request, response).catch((error) => fail(response, 500, (error as Error).message));
  });
  return new Promise((resolve, reject) => {
    server.on('error', reject).listen(kubeletPort, instance.machine, () => resolve(server));
  });
}

async function answer(kubelet: Kubelet, pods: Pods, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'https://node');
  const [, place, ...names] = url.pathname.split('/').map(decodeURIComponent);
  if (url.pathname === '/healthz') {
    response.end('ok');
  } else if (url.pathname === '/metrics/resource') {
    const containers = containerFigures(pods.all, kubelet.cgroups);
    response.setHeader('content-type', 'text/plain; version=0.0.4');
    response.end(resourceMetrics(nodeFigures(kubelet.instance, kubelet.cgroups, containers), containers));
  } else if (place === 'containerLogs' && names.length === 3) {
    const [namespace, pod, container] = names;
    await logs(pods, { namespace: namespace!, pod: pod!, container: container! }, url.searchParams, response);
  } else {
    fail(response, 404, `the process node does not serve ${url.pathname}`);
  }
}

async function logs(
  pods: Pods,
  { namespace, pod: name, container: containerName }: Readonly<Record<'namespace' | 'pod' | 'container', string>>,
  query: URLSearchParams,
  response: ServerResponse,
): Promise<void> {
  const pod = pods.find(namespace, name);
  if (!pod) return fail(response, 404, `pod "${name}" not found`);
  const container = pod.containers.find(({ spec }) => spec.name === containerName);
  if (!container) return fail(response, 404, `container "${containerName}" not found in pod "${name}"`);
  const isPrevious = query.get('previous') === 'true';
  const file = isPrevious ? container.log.previous : container.log.file;
  if (!existsSync(file)) {
    const { waiting } = container.status.state;
    return fail(
      response,
      400,
      isPrevious
        ? `previous terminated container "${containerName}" in pod "${name}" not found`
        : `container "${containerName}" in pod "${name}" is waiting to start: ${waiting?.reason ?? 'unknown'}`,
    );
  }
  response.setHeader('content-type', 'text/plain');
  response.flushHeaders();
  await copyLog(file, logOptions(query), () => !isPrevious && container.isRunning, response);
  response.end();
}

function fail(response: ServerResponse, code: number, message: string): void {
  if (!response.headersSent) response.statusCode = code;
  response.end(message);
}
