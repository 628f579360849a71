/** The electron module as a value that is handed in: no file but main.ts and preload.ts imports it at run time. */
export type ElectronModule = typeof import('electron');
