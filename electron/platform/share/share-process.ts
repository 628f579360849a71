/** Entry of the process that touches sticks and shares: one task after the other, from whoever started it. */
import { runShareTask, shareError } from './share-files.ts';
import type { ShareReply, ShareRequest } from './share-protocol.ts';

/** How the desktop's helper process is spoken to; Node's own child has process.send. */
interface ParentPort {
  on(event: 'message', listener: (message: { data: ShareRequest }) => void): void;
  postMessage(reply: ShareReply): void;
}
const port = (process as { parentPort?: ParentPort }).parentPort;
const say = (reply: ShareReply): void => {
  if (port) port.postMessage(reply);
  else process.send?.(reply);
};

/** Bytes between two signs of life. */
const tellEvery = 8 * 1024 * 1024;

async function serve({ id, task }: ShareRequest): Promise<void> {
  let told = 0;
  try {
    const value = await runShareTask(task, (bytes) => {
      if (bytes - told < tellEvery && bytes >= told) return;
      told = bytes;
      say({ id, type: 'moved', bytes });
    });
    say({ id, type: 'done', value });
  } catch (caught) {
    const { kind, details } = shareError(caught);
    say({ id, type: 'failed', kind, details });
  }
}

let line: Promise<void> = Promise.resolve();
const take = (request: ShareRequest) => {
  line = line.then(() => serve(request));
};
if (port) port.on('message', ({ data }) => take(data));
else {
  process.on('message', (request) => take(request as ShareRequest));
  // whoever started it is gone: so is its reason
  process.on('disconnect', () => process.exit(0));
}
