import type { Server } from 'node:http';
import { WebSocketServer } from 'ws';

// Between the messages of SignalR's JSON protocol.
const END = '\u001e';

/** A live connection that is open, and quiet: without one a page says that it is cut off. */
export function quietHub(server: Server): void {
  new WebSocketServer({ server, path: '/hubs/live' }).on('connection', (socket) => socket.on('message', (data: Buffer) => {
    for (const one of data.toString().split(END).filter(Boolean)) {
      const { protocol, invocationId, target } = JSON.parse(one) as { protocol?: string; invocationId?: string; target?: string };
      if (protocol) socket.send(`{}${END}`);
      else if (invocationId) socket.send(JSON.stringify({ type: 3, invocationId, result: target === 'Attend' ? [] : { sequence: 0 } }) + END);
    }
  }));
}
