import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Holds the server to `max` connections. The newcomer wins over the oldest one that has nothing under way, so that
 * sockets opened and left idle by somebody else never keep the page out.
 * @returns closes every connection that has nothing under way
 */
export function limitConnections(server: Server, max: number): () => void {
  // requests under way on each socket, in the order the sockets came
  const sockets = new Map<Socket, number>();
  server.on('connection', (socket: Socket) => {
    if (sockets.size >= max) {
      const idle = [...sockets].find(([, busy]) => busy === 0)?.[0];
      (idle ?? socket).destroy();
      if (!idle) return;
      sockets.delete(idle);
    }
    sockets.set(socket, 0);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('request', (req, res) => {
    const { socket } = req;
    sockets.set(socket, (sockets.get(socket) ?? 0) + 1);
    res.once('close', () => {
      if (sockets.has(socket)) sockets.set(socket, Math.max(0, sockets.get(socket)! - 1));
    });
  });
  return () => {
    for (const [socket, busy] of sockets) if (busy === 0) socket.destroy();
  };
}
