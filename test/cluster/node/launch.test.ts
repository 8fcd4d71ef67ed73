import { Cgroups } from './cgroup';
import { quoted } from './commands';
import type { PodObject } from './core';
import { hosts, resolvConf } from './etc';
import { hiddenNames } from './launch';
import { selectLines } from './log-reader';
import { parseLog } from './logs';
import { credentialsOf, setprivArguments } from './security';

const container = { name: 'main', image: 'i' };

test('words are quoted for a shell', () => {
  expect(['plain-1.0/x', 'two words', "it's", ''].map(quoted)).toEqual([
    'plain-1.0/x',
    "'two words'",
    `'it'\\''s'`,
    "''",
  ]);
});

test('only programs and their configuration are shown', () => {
  expect(hiddenNames(['bin', 'etc', 'home', 'root', 'tmp', 'usr', 'work'])).toEqual(['home', 'root', 'tmp', 'work']);
});

test('credentials: the container’s over the pod’s over the image’s', () => {
  const pod = { containers: [], securityContext: { runAsUser: 1000, fsGroup: 3000, supplementalGroups: [4] } };
  expect(credentialsOf(container, pod, { user: '65532:65532' })).toMatchObject({
    uid: 1000,
    gid: 0,
    groups: [4, 3000],
  });
  expect(credentialsOf(container, { containers: [] }, { user: '65532:65532' })).toMatchObject({
    uid: 65532,
    gid: 65532,
  });
  const own = { ...container, securityContext: { runAsUser: 5, runAsGroup: 6 } };
  expect(credentialsOf(own, pod, {})).toMatchObject({ uid: 5, gid: 6 });
});

test('runAsNonRoot refuses root', () => {
  const strict = { containers: [], securityContext: { runAsNonRoot: true } };
  expect(() => credentialsOf(container, strict, {})).toThrow('image will run as root');
  expect(() => credentialsOf(container, strict, { user: 1 })).not.toThrow();
});

test('capabilities and privileges become setpriv’s arguments', () => {
  const securityContext = {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] },
  };
  const credentials = credentialsOf({ ...container, securityContext }, { containers: [] }, {});
  expect(setprivArguments(credentials)).toEqual([
    '--pdeathsig=KILL',
    '--reuid=0',
    '--regid=0',
    '--clear-groups',
    '--no-new-privs',
    '--bounding-set=-all,+net_bind_service',
    '--inh-caps=-all',
  ]);
  const privileged = credentialsOf({ ...container, securityContext: { privileged: true } }, { containers: [] }, {});
  expect(privileged.capabilities).toBeUndefined();
});

test('the files of /etc', () => {
  const metadata = { name: 'web-0', namespace: 'team' };
  const pod = { metadata, spec: { hostname: 'web-0', subdomain: 'web', containers: [] } } as unknown as PodObject;
  expect(hosts(pod, '10.244.7.2')).toContain('10.244.7.2\tweb-0.web.team.svc.cluster.local\tweb-0\n');
  expect(resolvConf(pod, '10.96.0.10')).toBe(
    'nameserver 10.96.0.10\nsearch team.svc.cluster.local svc.cluster.local cluster.local\noptions ndots:5\n',
  );
  const own = { ...pod, spec: { ...pod.spec, dnsPolicy: 'None', dnsConfig: { nameservers: ['192.0.2.1'] } } };
  expect(resolvConf(own, '10.96.0.10')).toBe('nameserver 192.0.2.1\n');
});

test('log lines are read, cut ones without their end, and selected', () => {
  const log = parseLog(
    Buffer.from(
      '2026-01-01T00:00:00Z stdout F one\n2026-01-01T00:00:01Z stderr P tw\n2026-01-01T00:00:02Z stdout F o\nrest',
    ),
  );
  expect(log.map(({ text }) => text.toString())).toEqual(['one\n', 'tw', 'o\n']);
  const options = { follow: false, timestamps: false };
  expect(selectLines(log, { ...options, tailLines: 1 })).toHaveLength(1);
  expect(selectLines(log, { ...options, since: new Date('2026-01-01T00:00:01Z') })).toHaveLength(2);
});

test('the memory controller decides the version of control groups', () => {
  expect(
    Cgroups.detect('cgroup /nowhere/memory cgroup rw,memory 0 0\nnone /nowhere/unified cgroup2 rw 0 0').version,
  ).toBe(1);
  expect(Cgroups.detect('none /nowhere/unified cgroup2 rw 0 0').version).toBeUndefined();
});
