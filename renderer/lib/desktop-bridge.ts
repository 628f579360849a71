import { AppError } from '../../shared/errors.ts';
import type { DesktopHostApi, HostBridge, HostReply, RpcResponse, StagedFile } from '../../shared/host.ts';

/** Opens the answer of a desktop call. @throws AppError when the call failed */
function open<T>(reply: HostReply<T>): T {
  if ('error' in reply) throw AppError.fromWire(reply.error);
  return reply.data;
}

async function stageFile(api: DesktopHostApi, file: File, place?: string): Promise<StagedFile> {
  const byPath = await api.stageFilePath(file, place);
  return open(byPath ?? (await api.stageBytes(file.name || '粘贴的图片', await file.arrayBuffer())));
}

/** The bridge of the desktop window, over what the preload script put on the page. */
export function openDesktopBridge(api: DesktopHostApi): HostBridge {
  let calls = 0;
  return {
    kind: 'desktop',
    capabilities: api.capabilities,
    async rpc(path, body, signal): Promise<RpcResponse> {
      if (!signal) return api.rpc(path, body);
      calls += 1;
      const callId = `c${calls}`;
      const cancel = () => void api.cancel(callId);
      signal.addEventListener('abort', cancel, { once: true });
      try {
        return await api.rpc(path, body, callId);
      } finally {
        signal.removeEventListener('abort', cancel);
      }
    },
    subscribe: (onEvent) => api.subscribe(onEvent),
    onCommand: (listener) => api.onCommand(listener),
    stageFile: (file, _onProgress, place) => stageFile(api, file, place),
    stageFolder: async () => open(await api.stageFolder()),
    chooseFolder: async () => open(await api.chooseFolder()),
    async readAsset(assetId) {
      const { bytes, mime } = open(await api.readAsset(assetId));
      return new Blob([bytes], { type: mime });
    },
    // answered by the scheme's handler, which only this app's own page can ask
    assetUrl: (assetId) => Promise.resolve(`/media/${assetId}`),
    saveAsset: async ({ id }) => open(await api.saveAsset(id)),
    saveExport: async (fileId, suggestedName) => open(await api.saveExport(fileId, suggestedName)),
    copyText: async (text) => void open(await api.copyText(text)),
    copyImage: async (assetId) => void open(await api.copyImage(assetId)),
    openLink: async (link) => void open(await api.openLink(link)),
    openDataFolder: async () => void open(await api.openDataFolder()),
    setAlwaysOnTop: async (on) => void open(await api.setAlwaysOnTop(on)),
    openMini: async (queueId) => open(await api.openMini(queueId)),
  };
}
