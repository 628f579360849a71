/**
 * An injected stand-in for the `electron` module: it records what the desktop host asks for and lets a test raise the
 * events that Electron would raise. It imitates the operating system only; no part of the app is replaced.
 */
import { EventEmitter } from 'node:events';
import type { BrowserWindowConstructorOptions, MenuItemConstructorOptions } from 'electron';
import type { ElectronModule } from '../../electron/hosts/desktop/electron-module.ts';
import type { PreloadElectron } from '../../electron/hosts/desktop/preload-api.ts';
import { FakeApp, FakeIpcMain, FakeSession, FakeTray, FakeUtility, FakeWindow, type Listener } from './fake-electron-objects.ts';

/** Options of the imagined machine. */
export interface FakeMachine {
  packaged?: boolean;
  /** another instance holds the lock */
  locked?: boolean;
  /** an existing folder for everything the fake calls a system path */
  folder: string;
  dark?: boolean;
  workAreas?: Array<{ x: number; y: number; width: number; height: number }>;
}

/** What the host asked for, and what the machine answers. */
const newRecord = () => ({
  schemes: [] as unknown[],
  sessionOptions: [] as unknown[],
  menu: [] as MenuItemConstructorOptions[],
  errors: [] as Array<{ title: string; text: string }>,
  copiedTexts: [] as string[],
  copiedPictures: [] as Array<Record<string, Blob>>,
  opened: [] as string[],
  saveDialogs: [] as Array<{ defaultPath: string }>,
  openDialogs: [] as Array<{ properties: string[] }>,
  questions: [] as Array<{ message: string; detail: string; buttons: string[] }>,
  /** the button she presses */
  questionAnswer: 0,
  /** what she chooses in the dialog for folders */
  openAnswer: { canceled: true, filePaths: [] } as { canceled: boolean; filePaths: string[] },
  /** what the person answers in the save dialog */
  saveAnswer: { canceled: true, filePath: '' } as { canceled: boolean; filePath: string },
  /** what opening a folder answers; '' = fine */
  openPathAnswer: '',
  pictureEmpty: false,
  /** another program holds the clipboard */
  clipboardHeld: false,
  /** helper processes that were started */
  utilities: [] as FakeUtility[],
  /** system-wide keys that are ours, with what they do */
  shortcuts: new Map<string, () => void>(),
  /** system-wide keys that another program has */
  takenShortcuts: new Set<string>(),
});
type FakeRecord = ReturnType<typeof newRecord>;

class ClipboardItem {
  readonly items: Record<string, Blob>;
  constructor(items: Record<string, Blob>) {
    this.items = items;
  }
}

/** What belongs to the system rather than to a window: its dialogs, clipboard, keys and programs. */
function systemOf(record: FakeRecord) {
  const picture = { isEmpty: () => record.pictureEmpty, toPNG: () => Buffer.from('PNG') };
  return {
    ClipboardItem,
    Menu: {
      buildFromTemplate: (template: MenuItemConstructorOptions[]) => ({ template }),
      setApplicationMenu: (menu: { template: MenuItemConstructorOptions[] }) => {
        record.menu = menu.template;
      },
    },
    dialog: {
      showErrorBox: (title: string, text: string) => void record.errors.push({ title, text }),
      showMessageBox: async (question: { message: string; detail: string; buttons: string[] }) => {
        record.questions.push(question);
        return { response: record.questionAnswer };
      },
      showOpenDialog: async (_window: unknown, options: { properties: string[] }) => {
        record.openDialogs.push(options);
        return record.openAnswer;
      },
      showSaveDialog: async (_window: unknown, options: { defaultPath: string }) => {
        record.saveDialogs.push(options);
        return record.saveAnswer;
      },
    },
    clipboard: {
      async writeText(text: string) {
        if (record.clipboardHeld) throw new Error('clipboard is busy');
        record.copiedTexts.push(text);
      },
      async write(items: ClipboardItem[]) {
        if (record.clipboardHeld) throw new Error('clipboard is busy');
        record.copiedPictures.push(...items.map((item) => item.items));
      },
    },
    globalShortcut: {
      register: (key: string, run: () => void) => {
        if (record.takenShortcuts.has(key)) return false;
        record.shortcuts.set(key, run);
        return true;
      },
      unregister: (key: string) => void record.shortcuts.delete(key),
      isRegistered: (key: string) => record.shortcuts.has(key),
    },
    nativeImage: { createFromPath: () => picture, createFromBuffer: () => picture },
    shell: {
      openExternal: async (url: string) => void record.opened.push(url),
      openPath: async (path: string) => {
        record.opened.push(path);
        return record.openPathAnswer;
      },
    },
    utilityProcess: {
      fork: (file: string, _args: string[], options: unknown) => {
        const utility = new FakeUtility(file, options);
        record.utilities.push(utility);
        return utility;
      },
    },
  };
}

export type FakeElectron = ReturnType<typeof fakeElectron>;

/** Makes a fresh fake; `module` is what goes into startDesktop, everything else is for looking and poking. */
export function fakeElectron(machine: FakeMachine) {
  FakeWindow.made = [];
  FakeTray.made = [];
  const app = new FakeApp({ packaged: machine.packaged ?? true, locked: machine.locked ?? false, folder: machine.folder });
  const ipcMain = new FakeIpcMain();
  const sessions = new Map<string, FakeSession>();
  const nativeTheme = Object.assign(new EventEmitter(), { themeSource: 'system', shouldUseDarkColors: machine.dark ?? false });
  const displays = (machine.workAreas ?? [{ x: 0, y: 0, width: 1920, height: 1040 }]).map((workArea, id) => ({ id, workArea }));
  const record = newRecord();
  class BrowserWindow extends FakeWindow {
    constructor(options: BrowserWindowConstructorOptions) {
      super(options);
      app.emit('web-contents-created', {}, this.webContents);
    }
  }
  const module = {
    ...systemOf(record),
    app,
    ipcMain,
    BrowserWindow,
    Tray: FakeTray,
    nativeTheme,
    protocol: {
      registerSchemesAsPrivileged: (schemes: unknown[]) => {
        app.order.push('registerSchemes');
        record.schemes.push(...schemes);
      },
    },
    session: {
      fromPartition: (name: string, options: unknown) => {
        record.sessionOptions.push({ name, options });
        const session = sessions.get(name) ?? new FakeSession();
        sessions.set(name, session);
        return session;
      },
    },
    screen: { getPrimaryDisplay: () => displays[0], getAllDisplays: () => displays },
  };
  return {
    module: module as unknown as ElectronModule,
    app,
    ipcMain,
    nativeTheme,
    record,
    windows: FakeWindow.made,
    trays: FakeTray.made,
    session: (name = 'persist:app') => sessions.get(name)!,
    /** the event of a message from the window's own page */
    trusted: (window: FakeWindow) => ({ sender: window.webContents, senderFrame: window.webContents.mainFrame }),
  };
}

/**
 * The electron of a sandboxed preload that is wired to a fake main: invokes run main's handlers, pushes reach its listeners.
 * `window` is read at each call, so that it may be opened later. `exposed` holds what the page would see.
 */
export function fakePreload(fake: FakeElectron, window: () => FakeWindow) {
  const exposed: Record<string, Record<string, unknown>> = {};
  const listeners = new EventEmitter();
  const paths = new Map<File, string>();
  const electron = {
    contextBridge: {
      exposeInMainWorld: (name: string, api: Record<string, unknown>) => {
        exposed[name] = api;
      },
    },
    ipcRenderer: {
      invoke: (channel: string, ...args: unknown[]) => fake.ipcMain.invoke(fake.trusted(window()), channel, ...args),
      on: (channel: string, listener: Listener) => void listeners.on(channel, listener as (...args: unknown[]) => void),
    },
    webUtils: { getPathForFile: (file: File) => paths.get(file) ?? '' },
  };
  return {
    electron: electron as unknown as PreloadElectron,
    exposed,
    paths,
    /** Hands over what main has sent to the window since the last call. */
    deliver: () => {
      for (const { channel, message } of window().webContents.sent.splice(0)) listeners.emit(channel, { sender: 'hidden' }, message);
    },
  };
}
