/**
 * An injected stand-in for the `electron` module: it records what the desktop host asks for and lets a test raise the
 * events that Electron would raise. It imitates the operating system only; no part of the app is replaced.
 */
import { EventEmitter } from 'node:events';
import type { BrowserWindowConstructorOptions, MenuItemConstructorOptions } from 'electron';
import type { ElectronModule } from '../../electron/hosts/desktop/electron-module.ts';
import type { PreloadElectron } from '../../electron/hosts/desktop/preload-api.ts';

type Listener = (...args: never[]) => unknown;

export class FakeFrame {
  url = 'app://bundle/';
  origin = 'app://bundle';
}

/** A preventable event as Electron passes it. */
export function fakeEvent<T extends object>(extra: T = {} as T): T & { prevented: boolean; preventDefault(): void } {
  const event = {
    ...extra,
    prevented: false,
    preventDefault() {
      event.prevented = true;
    },
  };
  return event;
}

export class FakeWebContents extends EventEmitter {
  mainFrame = new FakeFrame();
  sent: Array<{ channel: string; message: unknown }> = [];
  reloads = 0;
  crashes = 0;
  openHandler: ((details: { url: string; frameName?: string }) => { action: string }) | null = null;
  setWindowOpenHandler(handler: (details: { url: string; frameName?: string }) => { action: string }): void {
    this.openHandler = handler;
  }
  send(channel: string, message: unknown): void {
    this.sent.push({ channel, message: structuredClone(message) });
  }
  reload(): void {
    this.reloads++;
  }
  forcefullyCrashRenderer(): void {
    this.crashes++;
  }
}

export class FakeWindow extends EventEmitter {
  static made: FakeWindow[] = [];
  readonly options: BrowserWindowConstructorOptions;
  readonly webContents = new FakeWebContents();
  readonly calls: string[] = [];
  loaded: string[] = [];
  visible = false;
  minimized = false;
  maximized = false;
  destroyed = false;
  onTop = false;
  background: string | undefined;
  bounds: { x: number; y: number; width: number; height: number };

  constructor(options: BrowserWindowConstructorOptions) {
    super();
    this.options = options;
    this.background = options.backgroundColor;
    this.bounds = { x: options.x ?? 10, y: options.y ?? 10, width: options.width ?? 800, height: options.height ?? 600 };
    FakeWindow.made.push(this);
  }
  async loadURL(url: string): Promise<void> {
    this.loaded.push(url);
  }
  show(): void {
    this.visible = true;
    this.calls.push('show');
  }
  hide(): void {
    this.visible = false;
    this.calls.push('hide');
  }
  focus(): void {
    this.calls.push('focus');
  }
  restore(): void {
    this.minimized = false;
    this.calls.push('restore');
  }
  maximize(): void {
    this.maximized = true;
    this.calls.push('maximize');
  }
  isVisible = () => this.visible;
  isMinimized = () => this.minimized;
  isMaximized = () => this.maximized;
  isDestroyed = () => this.destroyed;
  getNormalBounds = () => ({ ...this.bounds });
  setBackgroundColor(colour: string): void {
    this.background = colour;
  }
  setAlwaysOnTop(on: boolean): void {
    this.onTop = on;
  }
  /** What the person's click on the cross does. */
  close(): boolean {
    const event = fakeEvent();
    this.emit('close', event);
    if (event.prevented) return false;
    this.destroyed = true;
    this.emit('closed');
    return true;
  }
}

/** A helper process that does nothing: what it is sent is kept, what it would say is raised by the test. */
export class FakeUtility extends EventEmitter {
  readonly pid = 4711;
  readonly file: string;
  readonly options: unknown;
  sent: unknown[] = [];
  killed = false;
  constructor(file: string, options: unknown) {
    super();
    this.file = file;
    this.options = options;
  }
  postMessage(message: unknown): void {
    this.sent.push(structuredClone(message));
  }
  kill(): boolean {
    this.killed = true;
    return true;
  }
}

export class FakeSession extends EventEmitter {
  handlers: Record<string, Listener> = {};
  proxy: unknown = null;
  spellChecker: boolean | null = null;
  schemes = new Map<string, (request: Request) => Response | Promise<Response>>();
  protocol = {
    handle: (scheme: string, handler: (request: Request) => Response | Promise<Response>) => {
      this.schemes.set(scheme, handler);
    },
  };
  webRequest = {
    onBeforeRequest: (handler: Listener) => {
      this.handlers.beforeRequest = handler;
    },
  };
  setPermissionRequestHandler = (handler: Listener) => void (this.handlers.permissionRequest = handler);
  setPermissionCheckHandler = (handler: Listener) => void (this.handlers.permissionCheck = handler);
  setDevicePermissionHandler = (handler: Listener) => void (this.handlers.device = handler);
  setDisplayMediaRequestHandler = (handler: Listener) => void (this.handlers.displayMedia = handler);
  setBluetoothPairingHandler = (handler: Listener) => void (this.handlers.bluetooth = handler);
  setUSBProtectedClassesHandler = (handler: Listener) => void (this.handlers.usbClasses = handler);
  setSpellCheckerEnabled(on: boolean): void {
    this.spellChecker = on;
  }
  async setProxy(config: unknown): Promise<void> {
    this.proxy = config;
  }
  /** Calls a recorded handler with anything a hostile page could cause. */
  call(name: string, ...args: unknown[]): unknown {
    return (this.handlers[name] as unknown as (...args: unknown[]) => unknown)(...args);
  }
}

export class FakeIpcMain {
  handlers = new Map<string, (event: unknown, ...args: unknown[]) => Promise<unknown>>();
  handle(channel: string, handler: (event: unknown, ...args: unknown[]) => Promise<unknown>): void {
    if (this.handlers.has(channel)) throw new Error(`second handler for ${channel}`);
    this.handlers.set(channel, handler);
  }
  /** An invoke as it crosses the process border: argument and answer are structured clones. */
  async invoke(event: unknown, channel: string, ...args: unknown[]): Promise<unknown> {
    const handler = this.handlers.get(channel);
    if (!handler) throw new Error(`no handler for ${channel}`);
    return structuredClone(await handler(event, ...structuredClone(args)));
  }
}

export class FakeTray extends EventEmitter {
  static made: FakeTray[] = [];
  destroyed = false;
  menu: MenuItemConstructorOptions[] = [];
  constructor() {
    super();
    FakeTray.made.push(this);
  }
  setToolTip(): void {}
  setContextMenu(menu: { template: MenuItemConstructorOptions[] }): void {
    this.menu = menu.template;
  }
  destroy(): void {
    this.destroyed = true;
  }
}

class FakeApp extends EventEmitter {
  isPackaged: boolean;
  locked: boolean;
  /** names of calls in order, with `await:ready` where the host began to wait */
  order: string[] = [];
  paths: Record<string, string>;
  exitCodes: number[] = [];
  quits = 0;
  constructor(options: { packaged: boolean; locked: boolean; folder: string }) {
    super();
    this.isPackaged = options.packaged;
    this.locked = options.locked;
    this.paths = { appData: `${options.folder}/app-data`, documents: options.folder, downloads: options.folder };
  }
  setPath(name: string, path: string): void {
    this.order.push(`setPath:${name}`);
    this.paths[name] = path;
  }
  getPath = (name: string) => this.paths[name] ?? '';
  getAppPath = () => this.paths.app ?? '';
  enableSandbox(): void {
    this.order.push('enableSandbox');
  }
  requestSingleInstanceLock(): boolean {
    this.order.push('lock');
    return !this.locked;
  }
  async whenReady(): Promise<void> {
    this.order.push('await:ready');
  }
  exit(code: number): void {
    this.exitCodes.push(code);
  }
  /** As Electron does: before-quit, windows close, then will-quit, which may be held back. */
  quit(): void {
    this.quits++;
    this.emit('before-quit', fakeEvent());
    for (const window of FakeWindow.made) if (!window.destroyed && !window.close()) return;
    this.emit('will-quit', fakeEvent());
  }
}

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
  const record = {
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
    /** helper processes that were started */
    utilities: [] as FakeUtility[],
    /** system-wide keys that are ours, with what they do */
    shortcuts: new Map<string, () => void>(),
    /** system-wide keys that another program has */
    takenShortcuts: new Set<string>(),
  };
  const picture = { isEmpty: () => record.pictureEmpty, toPNG: () => Buffer.from('PNG') };
  class BrowserWindow extends FakeWindow {
    constructor(options: BrowserWindowConstructorOptions) {
      super(options);
      app.emit('web-contents-created', {}, this.webContents);
    }
  }
  class ClipboardItem {
    readonly items: Record<string, Blob>;
    constructor(items: Record<string, Blob>) {
      this.items = items;
    }
  }
  const module = {
    app,
    ipcMain,
    BrowserWindow,
    ClipboardItem,
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
    utilityProcess: {
      fork: (file: string, _args: string[], options: unknown) => {
        const utility = new FakeUtility(file, options);
        record.utilities.push(utility);
        return utility;
      },
    },
    screen: { getPrimaryDisplay: () => displays[0], getAllDisplays: () => displays },
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
      writeText: async (text: string) => void record.copiedTexts.push(text),
      write: async (items: ClipboardItem[]) => void record.copiedPictures.push(...items.map((item) => item.items)),
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
