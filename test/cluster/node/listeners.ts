import { fork } from 'node:child_process';
import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { createServer, type Server } from 'node:net';

interface Addresses {
  readonly api: string;
  readonly apiPort: number;
  readonly dns: string;
}

/**
 * Sockets that listen in another network namespace. Node cannot enter one, and a socket stays in the namespace it was made
 * in: a short child makes them there and hands them over.
 */
export function listenersIn(
  namespace: string,
  addresses: Addresses,
): Promise<{ readonly server: Server; readonly dns: UdpSocket }> {
  return new Promise((resolve, reject) => {
    const child = fork(__filename, [JSON.stringify(addresses)], {
      execPath: 'nsenter',
      execArgv: [`--net=${namespace}`, '--', process.execPath],
    });
    let server: Server | undefined;
    child.on('message', (_message, handle) => {
      if (!server) {
        server = handle as Server;
        return;
      }
      resolve({ server, dns: handle as UdpSocket });
      child.send('received');
    });
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`listeners in ${namespace}: exit code ${code}`)));
  });
}

function listen({ api, apiPort, dns }: Addresses): void {
  process.on('message', () => process.exit(0));
  const server = createServer().listen(apiPort, api, () => {
    const socket = createSocket('udp4').bind(53, dns, () => {
      process.send!('api', server);
      process.send!('dns', socket);
    });
  });
}

if (require.main === module) listen(JSON.parse(process.argv[2]!));
