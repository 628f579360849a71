import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

export interface StaticFile {
  bytes: Buffer;
  type: string;
  /** the name carries a hash of the content */
  hashed: boolean;
}

/** Every file of the page by its exact path (`/app/index-B1x2.js`), and the page itself apart. */
export interface StaticManifest {
  /** index.html with nonce placeholders */
  page: string;
  files: ReadonlyMap<string, StaticFile>;
}

const types: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};

/** Every file below a folder; walked by hand because an asar archive does not list itself recursively. */
function* walk(dir: string): Generator<string> {
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    if (entry.isDirectory()) yield* walk(join(dir, entry.name));
    else if (entry.isFile()) yield join(dir, entry.name);
  }
}

/**
 * Reads the built page into memory once. Later requests are looked up in this map by their exact path, so that
 * no request can name a file. Files of an unknown type are left out. Throws when there is no index.html.
 * @param dir folder of the built renderer
 */
export function readStaticManifest(dir: string): StaticManifest {
  const files = new Map<string, StaticFile>();
  for (const path of walk(dir)) {
    const type = types[extname(path)];
    if (!type) continue;
    const url = `/${relative(dir, path).split(sep).join('/')}`;
    files.set(url, { bytes: readFileSync(path), type, hashed: /-[A-Za-z0-9_-]{8}\.[a-z0-9]+$/.test(path) });
  }
  return { page: readFileSync(join(dir, 'index.html'), 'utf8'), files };
}
