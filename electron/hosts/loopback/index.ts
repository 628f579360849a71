export { type Loopback, type LoopbackOptions, startLoopback } from './start-loopback.ts';
export { readStaticManifest, type StaticManifest } from './static-files.ts';
