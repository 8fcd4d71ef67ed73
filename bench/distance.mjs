import { connect, createServer } from 'node:net';

/**
 * A way to a local port that takes time: what is sent arrives later by half of it, as does what comes back. For what is on
 * one machine with its server, and would not be.
 */
export async function startDistance(port, millis) {
  const sockets = new Set();
  const server = createServer({ noDelay: true }, (near) => {
    const far = connect({ port, host: '127.0.0.1', noDelay: true });
    for (const [from, to] of [
      [near, far],
      [far, near],
    ]) {
      sockets.add(from);
      // Timers of one length end in the order in which they began.
      from.on('data', (bytes) => setTimeout(() => to.write(bytes), millis / 2));
      from.on('end', () => setTimeout(() => to.end(), millis / 2));
      from.on('error', () => to.destroy());
      from.on('close', () => sockets.delete(from));
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: server.address().port,
    stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
