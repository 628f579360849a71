/** The objects of the fake electron (fake-electron.ts): windows, sessions, helper processes, the app itself. */
import { EventEmitter } from 'node:events';
import type { BrowserWindowConstructorOptions, MenuItemConstructorOptions } from 'electron';

export type Listener = (...args: never[]) => unknown;

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

export class FakeApp extends EventEmitter {
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
