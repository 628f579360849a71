/** The only IPC channel names of the app; main and preload both read them here. */
export const channels = {
  rpc: 'tiefen:rpc',
  cancel: 'tiefen:cancel',
  stagePath: 'tiefen:stage-path',
  stageFolder: 'tiefen:stage-folder',
  chooseFolder: 'tiefen:choose-folder',
  stageBytes: 'tiefen:stage-bytes',
  readAsset: 'tiefen:read-asset',
  saveExport: 'tiefen:save-export',
  saveAsset: 'tiefen:save-asset',
  copyText: 'tiefen:copy-text',
  copyImage: 'tiefen:copy-image',
  openLink: 'tiefen:open-link',
  openDataFolder: 'tiefen:open-data-folder',
  alwaysOnTop: 'tiefen:always-on-top',
  openMini: 'tiefen:open-mini',
} as const;

/** One-way messages from main to the page. */
export const pushChannels = { event: 'tiefen:push', command: 'tiefen:command' } as const;

/** Name of the one global that the preload adds to the page. */
export const bridgeName = 'tiefenHost';
