import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { exposeHost } from './hosts/desktop/preload-api.ts';

exposeHost({ contextBridge, ipcRenderer, webUtils });
