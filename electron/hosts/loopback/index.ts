export { openInBrowser } from './open-browser.ts';
export { type Loopback, type LoopbackOptions, startLoopback } from './start-loopback.ts';
