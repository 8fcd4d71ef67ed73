import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PodObject } from './core';

const zone = 'cluster.local';

/** Writes the files of /etc that a kubelet manages; their paths by where they are mounted. */
export async function writeEtc(
  folder: string,
  pod: PodObject,
  address: string,
  dns: string,
): Promise<Readonly<Record<string, string>>> {
  await mkdir(folder, { recursive: true });
  const files = {
    '/etc/hosts': hosts(pod, address),
    '/etc/hostname': `${hostnameOf(pod)}\n`,
    '/etc/resolv.conf': resolvConf(pod, dns),
  };
  const paths: Record<string, string> = {};
  for (const [target, text] of Object.entries(files)) {
    const path = join(folder, target.slice('/etc/'.length));
    await writeFile(path, text, { mode: 0o644 });
    paths[target] = path;
  }
  return paths;
}

export function hostnameOf({ metadata, spec }: PodObject): string {
  return spec.hostname ?? metadata.name.slice(0, 63);
}

export function hosts(pod: PodObject, address: string): string {
  const { subdomain, hostAliases = [] } = pod.spec;
  const name = hostnameOf(pod);
  const names = subdomain ? [`${name}.${subdomain}.${pod.metadata.namespace}.svc.${zone}`, name] : [name];
  const lines = [
    '127.0.0.1\tlocalhost',
    '::1\tlocalhost ip6-localhost ip6-loopback',
    `${address}\t${names.join('\t')}`,
    ...hostAliases.map(({ ip, hostnames }) => `${ip}\t${hostnames.join('\t')}`),
  ];
  return `${lines.join('\n')}\n`;
}

export function resolvConf({ metadata, spec }: PodObject, dns: string): string {
  const { nameservers = [], searches = [], options = [] } = spec.dnsConfig ?? {};
  const own = spec.dnsPolicy === 'None';
  const domains = own ? [] : [`${metadata.namespace}.svc.${zone}`, `svc.${zone}`, zone];
  const servers = own ? nameservers : [dns, ...nameservers];
  const settings = options.map(({ name, value }) => (value === undefined ? name : `${name}:${value}`));
  const lines = [
    ...servers.map((server) => `nameserver ${server}`),
    `search ${[...domains, ...searches].join(' ')}`,
    `options ${[...(own ? [] : ['ndots:5']), ...settings].join(' ')}`,
  ];
  return `${lines.filter((line) => !/^\w+ $/.test(line)).join('\n')}\n`;
}
