import type { Socket as UdpSocket } from 'node:dgram';
import { connect, type Server, type Socket } from 'node:net';
import { run } from './commands';
import type { Instance } from './instance';
import { listenersIn } from './listeners';

/** Where pods find the API and DNS: the addresses that the cluster's certificates and habits expect. */
export interface ServiceAddresses {
  readonly api: string;
  readonly apiPort: number;
  readonly dns: string;
}

/**
 * The pods' network: a bridge in a network namespace of its own, so that several nodes of one machine can each hold the
 * API's service address, and a link through which the machine is a neighbour of the pods.
 */
export class Network {
  private readonly numbers = new Set<number>();
  private last = 1;
  private server?: Server;
  private dns?: UdpSocket;

  constructor(
    private readonly instance: Instance,
    readonly services: ServiceAddresses,
  ) {}

  /** Makes the bridge and opens both services; answers DNS with what `answer` returns. */
  async open(server: URL, answer: (query: Buffer) => Promise<Buffer | undefined>): Promise<void> {
    const { name, gateway, machine } = this.instance;
    const { api, dns } = this.services;
    await batch(name, [
      'link set lo up',
      'link add br0 type bridge',
      `addr add ${gateway}/24 dev br0`,
      `addr add ${api}/32 dev br0`,
      `addr add ${dns}/32 dev br0`,
      'link set br0 up',
    ]);
    await run('ip', ['link', 'add', name, 'type', 'veth', 'peer', 'name', 'machine', 'netns', name]);
    await batch(name, ['link set machine master br0', 'link set machine up']);
    await run('ip', ['addr', 'add', `${machine}/24`, 'dev', name]);
    await run('ip', ['link', 'set', name, 'up']);
    const listeners = await listenersIn(`/run/netns/${name}`, this.services);
    this.server = listeners.server.on('connection', (socket: Socket) => relay(socket, server));
    this.dns = listeners.dns.on('message', async (query, { port, address }) => {
      const reply = await answer(query).catch(() => undefined);
      if (reply) this.dns?.send(reply, port, address, () => {});
    });
  }

  /** Makes a pod's network namespace; its path and address. */
  async addPod(): Promise<{ readonly number: number; readonly namespace: string; readonly address: string }> {
    const number = this.freeNumber();
    this.numbers.add(number);
    const { name, gateway } = this.instance;
    const namespace = this.instance.podNamespace(number);
    const address = this.instance.address(number);
    try {
      await run('ip', ['netns', 'add', namespace]);
      await batch(name, [
        `link add p${number} type veth peer name eth0 netns ${namespace}`,
        `link set p${number} master br0`,
        `link set p${number} up`,
      ]);
      await batch(namespace, [
        'link set lo up',
        `addr add ${address}/24 dev eth0`,
        'link set eth0 up',
        `route add default via ${gateway}`,
      ]);
    } catch (error) {
      await this.removePod(number);
      throw error;
    }
    return { number, namespace: `/run/netns/${namespace}`, address };
  }

  async removePod(number: number): Promise<void> {
    // The pair of links goes with the pod's end of it, but only once the kernel gets to it: the number is free after that.
    await run('ip', ['-n', this.instance.name, 'link', 'del', `p${number}`]).catch(() => '');
    await run('ip', ['netns', 'del', this.instance.podNamespace(number)]).catch(() => '');
    this.numbers.delete(number);
  }

  close(): void {
    this.server?.close();
    this.dns?.close();
  }

  /** The next number after the last: an address that has just been freed may still be in someone's DNS answer. */
  private freeNumber(): number {
    for (let step = 0; step < 252; step += 1) {
      this.last = this.last >= 253 ? 2 : this.last + 1;
      if (!this.numbers.has(this.last)) return this.last;
    }
    throw new Error('no free pod address');
  }
}

/** Several commands of `ip` in one process: a pod start is mostly process starts. */
function batch(namespace: string, commands: readonly string[]): Promise<string> {
  return run('ip', ['-n', namespace, '-batch', '-'], commands.join('\n'));
}

/** Pods reach the API server, which listens on the machine's loopback only, through this program. */
function relay(socket: Socket, { hostname, port }: URL): void {
  const upstream = connect(Number(port || 443), hostname);
  const end = () => {
    socket.destroy();
    upstream.destroy();
  };
  socket.on('error', end).on('close', end);
  upstream.on('error', end).on('close', end);
  socket.pipe(upstream).pipe(socket);
}
