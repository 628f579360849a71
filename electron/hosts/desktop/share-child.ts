import { fileURLToPath } from 'node:url';
import type { StartShareChild } from '../../platform/share/share.ts';
import type { ShareReply } from '../../platform/share/share-protocol.ts';
import type { ElectronModule } from './electron-module.ts';

/** The process for sticks and shares on the desktop: Electron's program does not run as Node, its helper processes do. */
export const desktopShareChild =
  (electron: ElectronModule): StartShareChild =>
  (file) => {
    const child = electron.utilityProcess.fork(fileURLToPath(file), [], {
      serviceName: 'tiefen-share',
      stdio: 'ignore',
      // no secrets go along; Windows starts nothing without its own folder
      env: process.env.SystemRoot ? { SystemRoot: process.env.SystemRoot } : {},
    });
    return {
      get pid() {
        return child.pid;
      },
      send: (request) => child.postMessage(request),
      onReply: (listener) => void child.on('message', (reply: ShareReply) => listener(reply)),
      onExit: (listener) => void child.on('exit', listener),
      abandon: () => void child.kill(),
    };
  };
