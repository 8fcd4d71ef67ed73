import { randomBytes } from 'node:crypto';
import { ApiClient, type LiveObject, pathOf } from '../api/client';
import { readKubeconfig } from '../api/kubeconfig';

/** Needs a control plane, and a process node named process-node that maps alpine and distroless' Node.js image. */
const kubeconfig = process.env.STEWARD_KUBECONFIG;
const suite = kubeconfig ? describe : describe.skip;

jest.setTimeout(120_000);

suite('process node', () => {
  const api = new ApiClient(readKubeconfig(kubeconfig!));
  const namespace = `process-node-${randomBytes(3).toString('hex')}`;

  beforeAll(async () => {
    await api.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    const account = pathOf('v1', 'ServiceAccount', namespace, 'default');
    await until(() => api.get(account).catch(() => undefined), 'default service account');
    await create('v1', 'ConfigMap', 'settings', { data: { greeting: 'hello', 'app.conf': 'x=1\n' } });
    await create('v1', 'Secret', 'credentials', { stringData: { password: 's3cret' } });
  });

  afterAll(async () => {
    await api.delete(pathOf('v1', 'Namespace', undefined, namespace));
    api.close();
  });

  test('a Job runs a script with its environment and volumes', async () => {
    await job('script', {
      containers: [
        shell(
          'main',
          `set -e
          echo "$GREETING $PASSWORD $COMPOSED $greeting $POD_NAME/$POD_NAMESPACE $NODE $CPU"
          cat /config/app.conf /secret/password; echo
          stat -c %a /secret/..data/password
          cat /podinfo/labels; echo
          cat /shared/made; test -s /sub/app.conf
          ! touch /config/x 2>/dev/null; touch /shared/y
          test "$(cat /var/run/secrets/kubernetes.io/serviceaccount/namespace)" = "$POD_NAMESPACE"
          echo finished >/dev/termination-log`,
          {
            env: [
              { name: 'GREETING', valueFrom: { configMapKeyRef: { name: 'settings', key: 'greeting' } } },
              { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'credentials', key: 'password' } } },
              { name: 'COMPOSED', value: '<$(GREETING)> $$(GREETING) $(UNKNOWN)' },
              { name: 'ABSENT', valueFrom: { configMapKeyRef: { name: 'none', key: 'none', optional: true } } },
              { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: "metadata.labels['job-name']" } } },
              { name: 'POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
              { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
              { name: 'CPU', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '1m' } } },
            ],
            envFrom: [{ configMapRef: { name: 'settings' } }, { secretRef: { name: 'none', optional: true } }],
            resources: { limits: { cpu: '500m', memory: '64Mi' } },
            volumeMounts: [
              { name: 'config', mountPath: '/config' },
              { name: 'config', mountPath: '/sub/app.conf', subPath: 'app.conf' },
              { name: 'secret', mountPath: '/secret', readOnly: true },
              { name: 'podinfo', mountPath: '/podinfo' },
              { name: 'shared', mountPath: '/shared' },
            ],
          },
        ),
      ],
      initContainers: [
        shell('make', 'echo made >/shared/made', { volumeMounts: [{ name: 'shared', mountPath: '/shared' }] }),
      ],
      volumes: [
        { name: 'config', configMap: { name: 'settings' } },
        { name: 'secret', secret: { secretName: 'credentials', defaultMode: 0o400 } },
        { name: 'podinfo', downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } },
        { name: 'shared', emptyDir: { medium: 'Memory' } },
      ],
    });
    const pod = await jobPod('script', ({ status }) => ['Succeeded', 'Failed'].includes(status.phase));
    const lines = (await log(pod)).split('\n');
    expect(lines.slice(0, 4)).toEqual([
      `hello s3cret <hello> $(GREETING) $(UNKNOWN) hello script/${namespace} process-node 500`,
      'x=1',
      's3cret',
      '400',
    ]);
    expect(lines).toContain('job-name="script"');
    expect(lines).toContain('made');
    expect(terminated(pod)).toMatchObject({ exitCode: 0, reason: 'Completed', message: 'finished\n' });
    expect(pod.status.initContainerStatuses[0].state.terminated.exitCode).toBe(0);
    const path = pathOf('batch/v1', 'Job', namespace, 'script');
    const complete = await until(async () => {
      const { status } = await api.get(path);
      return status.succeeded === 1 && status;
    }, 'Job succeeded');
    expect(complete.failed).toBeUndefined();
  });

  test('exit codes are the program’s', async () => {
    const pod = await ended(await run('exit-3', [shell('main', 'echo out; echo err >&2; exit 3')]));
    expect(pod.status.phase).toBe('Failed');
    expect(terminated(pod)).toMatchObject({ exitCode: 3, reason: 'Error' });
    expect((await log(pod)).split('\n').sort()).toEqual(['', 'err', 'out']);
    const killed = await ended(await run('signal', [shell('main', 'sleep 100 & kill -TERM $!; wait $!; exit $?')]));
    expect(terminated(killed)).toMatchObject({ exitCode: 143, reason: 'Error' });
    const missing = await ended(await run('missing', [{ ...shell('main', ''), command: ['no-such-program'] }]));
    expect(terminated(missing)).toMatchObject({ exitCode: 128, reason: 'StartError' });
  });

  test('a container over its memory limit is killed', async () => {
    const limited = { resources: { limits: { memory: '32Mi' } } };
    const pod = await ended(await run('hog', [shell('main', 'exec tail /dev/zero', limited)]));
    expect(pod.status.phase).toBe('Failed');
    expect(terminated(pod)).toMatchObject({ exitCode: 137, reason: 'OOMKilled' });
  });

  test('a Deployment’s ready pods are found by their headless Service', async () => {
    const labels = { app: 'web' };
    const server = `const ready = Date.now() + 1500;
      require('http').createServer((request, response) => {
        response.statusCode = Date.now() < ready ? 503 : 200;
        response.end('from ' + process.env.HOSTNAME + ' as ' + process.getuid());
      }).listen(8080);`;
    await create('v1', 'Service', 'web', { spec: { clusterIP: 'None', selector: labels, ports: [{ port: 8080 }] } });
    await create('apps/v1', 'Deployment', 'web', {
      spec: {
        replicas: 2,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: placed({
            containers: [
              {
                name: 'web',
                image: 'gcr.io/distroless/nodejs24-debian12:nonroot',
                args: ['-e', server],
                ports: [{ name: 'http', containerPort: 8080 }],
                readinessProbe: { httpGet: { port: 'http', path: '/' }, periodSeconds: 1, failureThreshold: 1 },
                livenessProbe: { tcpSocket: { port: 'http' }, periodSeconds: 5 },
              },
            ],
          }),
        },
      },
    });
    const path = pathOf('apps/v1', 'Deployment', namespace, 'web');
    await until(async () => (await api.get(path)).status?.readyReplicas === 2, 'web ready');
    const client = `const dns = require('dns').promises;
      (async () => {
        const found = await dns.lookup('web', { all: true, family: 4 });
        console.log(found.length, (await dns.lookup('kubernetes.default.svc')).address);
        console.log(await dns.lookup('nowhere.default.svc').catch((error) => error.code));
        const response = await fetch('http://web.${namespace}.svc:8080/');
        console.log(response.status, await response.text());
      })();`;
    const pod = await ended(await run('client', [node(client)]));
    const lines = (await log(pod)).split('\n');
    expect(lines[0]).toBe('2 10.96.0.1');
    expect(lines[1]).toBe('ENOTFOUND');
    expect(lines[2]).toMatch(/^200 from web-.* as 65532$/);
  });

  test('a pod lists pods with its ServiceAccount’s token', async () => {
    const metadata = { name: 'lister', namespace };
    await create('v1', 'ServiceAccount', 'lister', {});
    await create('rbac.authorization.k8s.io/v1', 'Role', 'lister', {
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['list'] }],
    });
    await create('rbac.authorization.k8s.io/v1', 'RoleBinding', 'lister', {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'lister' },
      subjects: [{ kind: 'ServiceAccount', ...metadata }],
    });
    const script = `const fs = require('fs'), https = require('https');
      const folder = '/var/run/secrets/kubernetes.io/serviceaccount/';
      const read = (name) => fs.readFileSync(folder + name, 'utf8');
      const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = process.env;
      const options = { host, port, ca: read('ca.crt'), headers: { authorization: 'Bearer ' + read('token') } };
      const get = (path) => https.get({ ...options, path }, (response) => {
        let text = '';
        response.on('data', (chunk) => { text += chunk; });
        response.on('end', () => console.log(response.statusCode, JSON.parse(text).items?.map((pod) => pod.metadata.name).join()));
      });
      get('/api/v1/namespaces/' + read('namespace') + '/pods');
      get('/api/v1/namespaces/' + read('namespace') + '/secrets');`;
    const pod = await ended(await run('lister', [node(script)], { serviceAccountName: 'lister' }));
    const lines = (await log(pod)).trim().split('\n').sort();
    expect(lines[0]).toMatch(/^200 .*\blister\b/);
    expect(lines[1]).toMatch(/^403/);
  });

  test('a projected token has its audience and is bound to the pod', async () => {
    const token = { serviceAccountToken: { path: 'token', audience: 'vault', expirationSeconds: 600 } };
    const mounted = { volumeMounts: [{ name: 'token', mountPath: '/token' }] };
    const volumes = [{ name: 'token', projected: { sources: [token] } }];
    const pod = await ended(await run('token', [shell('main', 'cat /token/token', mounted)], { volumes }));
    const claims = JSON.parse(Buffer.from((await log(pod)).split('.')[1]!, 'base64url').toString());
    expect(claims).toMatchObject({ aud: ['vault'], sub: `system:serviceaccount:${namespace}:default` });
    expect(claims.exp - claims.iat).toBe(600);
    expect(claims['kubernetes.io'].pod.uid).toBe(pod.metadata.uid);
  });

  test('a deleted pod gets SIGTERM, and SIGKILL after its grace period', async () => {
    const held = { finalizers: ['steward.test/hold'] };
    const obedient = shell('main', 'trap "echo asked; exit 7" TERM; echo up; while :; do sleep 0.1; done', {
      lifecycle: { preStop: { exec: { command: ['sh', '-c', 'echo before >/proc/1/fd/1'] } } },
    });
    const stubborn = shell('main', 'trap "" TERM; echo up; while :; do sleep 0.1; done');
    const pods = [
      await run('obedient', [obedient], { terminationGracePeriodSeconds: 20 }, held),
      await run('stubborn', [stubborn], { terminationGracePeriodSeconds: 2 }, held),
    ];
    for (const pod of pods) {
      const up = async () => (await log(pod).catch(() => '')).includes('up');
      await until(up, `${pod.metadata.name} up`);
      await api.delete(podPath(pod));
    }
    const [first, second] = [await ended(pods[0]!), await ended(pods[1]!)];
    expect(terminated(first)).toMatchObject({ exitCode: 7, reason: 'Error' });
    expect(await log(first)).toBe('up\nbefore\nasked\n');
    expect(terminated(second)).toMatchObject({ exitCode: 137, reason: 'Error' });
    for (const pod of [first, second]) {
      await api.mergePatch(podPath(pod), { metadata: { finalizers: null } });
      await until(
        () =>
          api.get(podPath(pod)).then(
            () => false,
            () => true,
          ),
        `${pod.metadata.name} gone`,
      );
    }
  });

  test('logs can be followed, cut and read of the run before', async () => {
    const script =
      'for i in 1 2 3; do echo line $i; sleep 0.3; done; test -e /data/twice || { touch /data/twice; exit 1; }';
    const mounted = { volumeMounts: [{ name: 'data', mountPath: '/data' }] };
    const extra = { restartPolicy: 'OnFailure', volumes: [{ name: 'data', emptyDir: {} }] };
    const pod = await run('logs', [shell('main', script, mounted)], extra);
    await until(async () => (await log(pod).catch(() => '')) !== '', 'a first line');
    expect(await log(pod, { follow: true })).toBe('line 1\nline 2\nline 3\n');
    const over = await ended(pod);
    expect(over.status.phase).toBe('Succeeded');
    expect(over.status.containerStatuses[0]).toMatchObject({
      restartCount: 1,
      lastState: { terminated: { exitCode: 1 } },
    });
    expect(await log(pod, { tailLines: 1 })).toBe('line 3\n');
    expect(await log(pod, { previous: true, limitBytes: 8 })).toBe('line 1\nl');
    expect(await log(pod, { timestamps: true, tailLines: 1 })).toMatch(/^\d{4}-\S+Z line 3\n$/);
  });

  test('a container that keeps failing is backed off', async () => {
    const pod = await run('crash', [shell('main', 'exit 1')], { restartPolicy: 'Always' });
    const crashed = await seen(pod, ({ status }) => waiting(status)?.reason === 'CrashLoopBackOff');
    expect(crashed.status).toMatchObject({ phase: 'Running', containerStatuses: [{ ready: false }] });
    expect(crashed.status.containerStatuses[0].restartCount).toBeGreaterThanOrEqual(1);
    expect(waiting(crashed.status)?.message).toMatch(/^back-off [\d.]+s restarting failed container=main pod=crash_/);
    await api.delete(podPath(pod));
  });

  test('a failed liveness probe restarts the container', async () => {
    const probed = {
      startupProbe: { exec: { command: ['test', '-e', '/tmp/up'] }, periodSeconds: 1 },
      livenessProbe: { exec: { command: ['test', '!', '-e', '/tmp/sick'] }, periodSeconds: 1, failureThreshold: 2 },
    };
    const script = 'sleep 1; touch /tmp/up; sleep 2; touch /tmp/sick; exec sleep 1000';
    const extra = { restartPolicy: 'Always', terminationGracePeriodSeconds: 1 };
    const pod = await run('sick', [shell('main', script, probed)], extra);
    const started = await seen(pod, ({ status }) => status.containerStatuses?.[0]?.started === true);
    expect(condition(started, 'Ready')).toBe('True');
    const again = await seen(pod, ({ status }) => status.containerStatuses?.[0]?.restartCount === 1);
    expect(again.status.containerStatuses[0].lastState.terminated).toMatchObject({ exitCode: 137, reason: 'Error' });
    await api.delete(podPath(pod));
  });

  test('an unknown image is not pulled', async () => {
    const pod = await run('unknown', [{ name: 'main', image: 'registry.invalid/none:1' }]);
    const refused = await seen(pod, ({ status }) => waiting(status)?.reason === 'ImagePullBackOff');
    expect(refused.status.phase).toBe('Pending');
    await api.delete(podPath(pod));
  });

  test('a missing ConfigMap is waited for', async () => {
    const env = [{ name: 'LATE', valueFrom: { configMapKeyRef: { name: 'late', key: 'value' } } }];
    const pod = await run('late', [shell('main', 'echo "$LATE"', { env })]);
    const refused = await seen(pod, ({ status }) => waiting(status)?.reason === 'CreateContainerConfigError');
    expect(waiting(refused.status)?.message).toBe('configmap "late" not found');
    await create('v1', 'ConfigMap', 'late', { data: { value: 'now' } });
    expect(await log(await ended(pod))).toBe('now\n');
  });

  test('a mounted ConfigMap follows its object', async () => {
    await create('v1', 'ConfigMap', 'moving', { data: { value: 'one\n' } });
    const script = 'cat /config/value; until grep -q two /config/value; do sleep 0.2; done; cat /config/value';
    const mounted = { volumeMounts: [{ name: 'config', mountPath: '/config' }] };
    const volumes = [{ name: 'config', configMap: { name: 'moving' } }];
    const pod = await run('moving', [shell('main', script, mounted)], { volumes });
    await until(async () => (await log(pod).catch(() => '')) === 'one\n', 'the first value');
    await api.mergePatch(pathOf('v1', 'ConfigMap', namespace, 'moving'), { data: { value: 'two\n' } });
    expect(await log(await ended(pod))).toBe('one\ntwo\n');
  });

  test('security contexts are enforced', async () => {
    const script = `id -u; id -g; id -G; grep -E 'NoNewPrivs|CapBnd' /proc/self/status
      touch /etc/x 2>/dev/null || echo read-only; echo kept >/data/x; stat -c '%g' /data/x; test -e /work && echo leak; true`;
    const securityContext = {
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
    };
    const main = shell('main', script, { securityContext, volumeMounts: [{ name: 'data', mountPath: '/data' }] });
    const pod = await ended(
      await run('secure', [main], {
        securityContext: { runAsUser: 1234, runAsGroup: 2345, fsGroup: 3456, runAsNonRoot: true },
        volumes: [{ name: 'data', emptyDir: {} }],
      }),
    );
    expect((await log(pod)).replace(/\t/g, ' ').split('\n')).toEqual([
      '1234',
      '2345',
      '2345 3456',
      'CapBnd: 0000000000000000',
      'NoNewPrivs: 1',
      'read-only',
      '3456',
      '',
    ]);
    const root = await run('root', [shell('main', 'id')], { securityContext: { runAsNonRoot: true } });
    const refused = await seen(root, ({ status }) => waiting(status)?.reason === 'CreateContainerConfigError');
    expect(waiting(refused.status)?.message).toContain('runAsNonRoot');
    await api.delete(podPath(root));
  });

  test('a sidecar starts before and ends after the others', async () => {
    const sidecar = {
      ...shell('side', 'trap "echo ended; exit 0" TERM; echo up; while :; do sleep 0.1; done'),
      restartPolicy: 'Always',
    };
    const pod = await ended(await run('sidecar', [shell('main', 'sleep 1')], { initContainers: [sidecar] }));
    expect(pod.status.phase).toBe('Succeeded');
    expect(await log(pod, { container: 'side' })).toBe('up\nended\n');
  });

  test('a pod that takes too long is ended', async () => {
    const pod = await ended(
      await run('slow', [shell('main', 'exec sleep 1000')], {
        activeDeadlineSeconds: 2,
        terminationGracePeriodSeconds: 1,
      }),
    );
    expect(pod.status).toMatchObject({ phase: 'Failed', reason: 'DeadlineExceeded' });
  });

  test('figures are served for metrics-server', async () => {
    const pod = await run('busy', [shell('main', 'while :; do :; done')]);
    await seen(pod, ({ status }) => status.phase === 'Running');
    const figure = (text: string, name: string) =>
      Number(
        new RegExp(`^${name}\\{container="main",namespace="${namespace}",pod="busy"\\} (\\S+)`, 'm').exec(text)?.[1],
      );
    const text = await until(async () => {
      const metrics = await api.call<string>('GET', '/api/v1/nodes/process-node/proxy/metrics/resource');
      return figure(metrics, 'container_cpu_usage_seconds_total') > 0.5 && metrics;
    }, 'half a second of CPU');
    expect(figure(text, 'container_memory_working_set_bytes')).toBeGreaterThan(0);
    await api.delete(podPath(pod), { gracePeriodSeconds: 0 });
  });

  /** A pod's spec that lands on the process node. */
  function placed(spec: object): object {
    return {
      nodeSelector: { 'steward.test/node': 'process' },
      tolerations: [{ key: 'steward.test/process-node', operator: 'Exists' }],
      ...spec,
    };
  }

  function shell(name: string, script: string, extra: object = {}): object {
    return { name, image: 'alpine:3.20@sha256:abc', command: ['sh', '-c', script], ...extra };
  }

  function node(script: string): object {
    return { name: 'main', image: 'gcr.io/distroless/nodejs24-debian12', args: ['-e', script] };
  }

  function create(apiVersion: string, kind: string, name: string, rest: object): Promise<LiveObject> {
    return api.create({ apiVersion, kind, metadata: { name, namespace }, ...rest });
  }

  function job(name: string, spec: object): Promise<LiveObject> {
    const template = { spec: placed({ restartPolicy: 'Never', ...spec }) };
    return create('batch/v1', 'Job', name, { spec: { backoffLimit: 0, template } });
  }

  function run(name: string, containers: object[], extra: object = {}, metadata: object = {}): Promise<LiveObject> {
    const spec = placed({ restartPolicy: 'Never', containers, ...extra });
    return api.create({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace, ...metadata }, spec });
  }

  function podPath({ metadata }: LiveObject): string {
    return pathOf('v1', 'Pod', namespace, metadata.name);
  }

  function log({ metadata }: LiveObject, query: Record<string, string | number | boolean> = {}): Promise<string> {
    const path = `${pathOf('v1', 'Pod', namespace, metadata.name)}/log`;
    return api.call<string | undefined>('GET', path, undefined, { query }).then((text) => text ?? '');
  }

  function seen(pod: LiveObject, test: (pod: LiveObject) => boolean): Promise<LiveObject> {
    return until(async () => {
      const now = await api.get(podPath(pod));
      return test(now) && now;
    }, pod.metadata.name);
  }

  function ended(pod: LiveObject): Promise<LiveObject> {
    return seen(pod, ({ status }) => ['Succeeded', 'Failed'].includes(status.phase));
  }

  async function jobPod(name: string, test: (pod: LiveObject) => boolean): Promise<LiveObject> {
    const query = { labelSelector: `job-name=${name}` };
    return until(async () => (await api.list(pathOf('v1', 'Pod', namespace), query)).find(test), name);
  }
});

// biome-ignore lint/suspicious/noExplicitAny: a pod's status as the server has it
type Status = any;

function terminated({ status }: LiveObject): Status {
  return status.containerStatuses[0].state.terminated;
}

function waiting(status: Status): { readonly reason: string; readonly message?: string } | undefined {
  return status.containerStatuses?.[0]?.state.waiting;
}

function condition({ status }: LiveObject, type: string): string | undefined {
  return status.conditions.find((one: { type: string }) => one.type === type)?.status;
}

async function until<T>(look: () => Promise<T>, what: string): Promise<NonNullable<Exclude<T, false>>> {
  for (const end = Date.now() + 60_000; Date.now() < end; ) {
    const value = await look();
    if (value) return value as NonNullable<Exclude<T, false>>;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`not within 60 s: ${what}`);
}
