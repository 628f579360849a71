import { spawn } from 'node:child_process';

/** The command of this system that opens an address in the person's browser. */
export function openCommand(platform: NodeJS.Platform, address: string): [command: string, args: string[]] {
  if (platform === 'win32') return ['cmd', ['/c', 'start', '', address]];
  return [platform === 'darwin' ? 'open' : 'xdg-open', [address]];
}

/** Opens the address and forgets about it: where that fails, the printed address is there to be copied. */
export function openInBrowser(address: string, platform: NodeJS.Platform = process.platform): void {
  const [command, args] = openCommand(platform, address);
  const child = spawn(command, args, { detached: true, stdio: 'ignore', windowsHide: true });
  child.on('error', () => {});
  child.unref();
}
