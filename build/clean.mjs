import { rmSync } from 'node:fs';
import { join } from 'node:path';

/** Removes what a build has made; old hashed chunks would otherwise be served and packaged for ever. */
export function clean(root) {
  rmSync(join(root, 'dist'), { recursive: true, force: true });
}
