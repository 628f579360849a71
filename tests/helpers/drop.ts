import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright';
import { onTestFinished } from 'vitest';
import { removeDir, tempDir } from './server.ts';

/** Drags files out of a folder of the system over a place on the page and lets go. They are there until the test is over. */
export async function dropFiles(target: Locator, files: Readonly<Record<string, Buffer>>): Promise<void> {
  const dir = tempDir();
  onTestFinished(() => removeDir(dir));
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(dir, name), bytes);
  const data = { items: [], files: Object.keys(files).map((name) => join(dir, name)), dragOperationsMask: 1 };
  const { x, y, width, height } = (await target.boundingBox())!;
  const session = await target.page().context().newCDPSession(target.page());
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x: x + width / 2, y: y + height / 2, data });
  await session.detach();
}
