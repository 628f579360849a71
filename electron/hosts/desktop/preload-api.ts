import type { ContextBridge, IpcRenderer, WebUtils } from 'electron';
import type { PushEvent } from '../../../shared/events.ts';
import type { DesktopHostApi, HostCommand } from '../../../shared/host.ts';
import { bridgeName, channels, pushChannels } from './channels.ts';

/** What of electron the sandboxed preload may use. */
export interface PreloadElectron {
  contextBridge: ContextBridge;
  ipcRenderer: IpcRenderer;
  webUtils: WebUtils;
}

/** Hands out plain messages of one channel; the event object of Electron never leaves the preload. */
function fanOut<T>(ipc: IpcRenderer, channel: string): (listener: (message: T) => void) => () => void {
  const listeners = new Set<(message: T) => void>();
  ipc.on(channel, (_event, message: T) => {
    for (const listener of listeners) listener(message);
  });
  return (listener) => {
    // a wrapper of its own, so that the same function given twice is two subscriptions
    const entry = (message: T) => listener(message);
    listeners.add(entry);
    return () => {
      listeners.delete(entry);
    };
  };
}

/** Puts `window.tiefenHost` (DesktopHostApi) in front of the page. Runs once, in the preload. */
export function exposeHost({ contextBridge, ipcRenderer, webUtils }: PreloadElectron): void {
  const ask = <T>(channel: string, input: unknown): Promise<T> => ipcRenderer.invoke(channel, input) as Promise<T>;
  const api: DesktopHostApi = {
    capabilities: {
      alwaysOnTop: true,
      showInFolder: false,
      openDataFolder: true,
      clipboardImage: true,
      notifications: false,
      menu: true,
      miniWindow: true,
      chooseFolder: true,
    },
    rpc: (path, body, callId) => ask(channels.rpc, { path, body: body ?? null, callId: callId ?? null }),
    cancel: (callId) => ask(channels.cancel, { callId }),
    subscribe: fanOut<PushEvent>(ipcRenderer, pushChannels.event),
    onCommand: fanOut<HostCommand>(ipcRenderer, pushChannels.command),
    stageFilePath: async (file, place) => {
      const path = webUtils.getPathForFile(file);
      return path === '' ? null : ask(channels.stagePath, place === undefined ? { path } : { path, place });
    },
    stageFolder: () => ask(channels.stageFolder, {}),
    chooseFolder: () => ask(channels.chooseFolder, {}),
    stageBytes: (name, bytes) => ask(channels.stageBytes, { name, bytes }),
    readAsset: (assetId) => ask(channels.readAsset, { assetId }),
    saveExport: (fileId, suggestedName) => ask(channels.saveExport, { fileId, suggestedName }),
    saveAsset: (assetId) => ask(channels.saveAsset, { assetId }),
    copyText: (text) => ask(channels.copyText, { text }),
    copyImage: (assetId) => ask(channels.copyImage, { assetId }),
    openLink: (link) => ask(channels.openLink, { link }),
    openDataFolder: () => ask(channels.openDataFolder, {}),
    setAlwaysOnTop: (on) => ask(channels.alwaysOnTop, { on }),
    openMini: (queueId) => ask(channels.openMini, { queueId }),
  };
  contextBridge.exposeInMainWorld(bridgeName, api);
}
