import type { ApiClient, LiveObject } from '../api/client';
import { Dns, endpointAddresses, serviceName } from './dns';
import { readQuery, writeReply } from './dns-message';

function query(name: string, type = 1): Buffer {
  const header = Buffer.from([0x12, 0x34, 0x01, 0x00, 0, 1, 0, 0, 0, 0, 0, 0]);
  const labels = name.split('.').map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)]));
  return Buffer.concat([header, ...labels, Buffer.from([0, 0, type, 0, 1])]);
}

test('a query is read', () => {
  expect(readQuery(query('Web.Team.svc', 28))).toMatchObject({ id: 0x1234, name: 'web.team.svc', type: 28 });
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['a header alone', query('a').subarray(0, 12)],
  ['a cut name', query('web.team').subarray(0, 16)],
  ['a pointer', Buffer.concat([query('a').subarray(0, 12), Buffer.from([0xc0, 0x0c, 0, 1, 0, 1])])],
])('%s is no query', (_what, message) => {
  expect(readQuery(message)).toBeUndefined();
});

test('a reply repeats the question and holds the addresses', () => {
  const asked = query('web.team.svc');
  const reply = writeReply(readQuery(asked)!, ['10.244.7.2', '10.244.7.3']);
  expect(reply.readUInt16BE(0)).toBe(0x1234);
  expect(reply.readUInt16BE(2)).toBe(0x8500);
  expect(reply.readUInt16BE(6)).toBe(2);
  expect(reply.subarray(12, asked.length)).toEqual(asked.subarray(12));
  expect([...reply.subarray(-4)]).toEqual([10, 244, 7, 3]);
});

test('a reply says that a name does not exist, or has no record of the type', () => {
  expect(writeReply(readQuery(query('x.y.svc'))!, undefined).readUInt16BE(2) & 15).toBe(3);
  const other = writeReply(readQuery(query('x.y.svc', 28))!, ['10.244.7.2']);
  expect([other.readUInt16BE(2) & 15, other.readUInt16BE(6)]).toEqual([0, 0]);
});

test('a reply stays within 512 bytes', () => {
  const many = Array.from({ length: 100 }, (_, index) => `10.244.7.${index}`);
  expect(writeReply(readQuery(query('web.team.svc'))!, many).length).toBeLessThanOrEqual(512);
});

test.each([
  ['web.team.svc', { service: 'web', namespace: 'team' }],
  ['web.team.svc.cluster.local', { service: 'web', namespace: 'team' }],
  ['web-0.web.team.svc.cluster.local', { hostname: 'web-0', service: 'web', namespace: 'team' }],
])('%s is a Service’s name', (name, expected) => {
  expect(serviceName(name)).toEqual(expected);
});

test.each(['web', 'web.team', 'example.org', 'a.b.c.d.svc.cluster.local', 'web.team.svc.team.svc.cluster.local'])(
  '%s is none',
  (name) => {
    expect(serviceName(name)).toBeUndefined();
  },
);

const slices = [
  {
    endpoints: [
      { addresses: ['10.244.7.2'], hostname: 'web-0', conditions: { ready: true } },
      { addresses: ['10.244.7.3'], hostname: 'web-1', conditions: { ready: false } },
    ],
  },
  { endpoints: null },
  { endpoints: [{ addresses: ['10.244.7.4'] }] },
] as unknown as LiveObject[];

test('only ready endpoints count', () => {
  expect(endpointAddresses(slices)).toEqual(['10.244.7.2', '10.244.7.4']);
  expect(endpointAddresses(slices, 'web-0')).toEqual(['10.244.7.2']);
  expect(endpointAddresses(slices, 'web-1')).toEqual([]);
});

describe('a name', () => {
  const services: Record<string, object[]> = {
    '/api/v1/namespaces/team/services': [{ spec: { clusterIP: 'None' } }],
    '/api/v1/namespaces/virtual/services': [{ spec: { clusterIP: '10.96.3.4' } }],
    '/apis/discovery.k8s.io/v1/namespaces/team/endpointslices': slices,
  };
  const dns = new Dns({ list: async (path: string) => services[path] ?? [] } as unknown as ApiClient, '10.96.0.1');
  const answers = async (name: string) => {
    const reply = (await dns.answer(query(name)))!;
    const count = reply.readUInt16BE(6);
    return (reply.readUInt16BE(2) & 15) === 3 ? 'NXDOMAIN' : count;
  };

  test.each([
    ['web.team.svc', 2],
    ['web-1.web.team.svc.cluster.local', 'NXDOMAIN'],
    ['web.virtual.svc', 'NXDOMAIN'],
    ['web.other.svc', 'NXDOMAIN'],
    ['kubernetes.default.svc', 1],
    ['example.org', 'NXDOMAIN'],
  ])('%s: %s', async (name, expected) => {
    expect(await answers(name)).toBe(expected);
  });
});
