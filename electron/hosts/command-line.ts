/** What may stand after `npm start --`; the same words for the desktop window and for browser mode. */
export interface CommandLine {
  /** data folder as typed; null = the usual place of this system */
  dataDir: string | null;
  /** 0 = any free port */
  port: number;
  /** open the browser when ready */
  open: boolean;
  /** fill an empty book with the example friends */
  demo: boolean;
  /** when the folder may not hold a book: copy it to the usual place of this system and open that */
  copyHere: boolean;
}

export type ParsedCommandLine = { ok: true; options: CommandLine } | { ok: false; message: string };

const usage = '可以用的参数：--browser、--no-open、--port 端口、--data 文件夹、--demo、--copy-here、--help';

function parsePort(text: string): number | null {
  if (!/^\d{1,5}$/.test(text)) return null;
  const port = Number(text);
  return port <= 65535 ? port : null;
}

/**
 * Reads the arguments after the script's name. Values come as `--port 8123` or `--port=8123`; the last one counts.
 * @param unknown `refuse` (browser mode) answers a Chinese sentence; `ignore` (desktop: Chromium has switches of its own) skips them
 */
export function parseCommandLine(args: readonly string[], unknown: 'refuse' | 'ignore' = 'refuse'): ParsedCommandLine {
  const options: CommandLine = { dataDir: null, port: 0, open: true, demo: false, copyHere: false };
  const queue = [...args];
  const refuse = (what: string): ParsedCommandLine => ({ ok: false, message: `${what}${usage}。` });
  while (queue.length > 0) {
    const word = queue.shift()!;
    const equals = word.indexOf('=');
    const name = word.startsWith('--') && equals > 0 ? word.slice(0, equals) : word;
    const inline = name === word ? null : word.slice(equals + 1);
    if (name === '--port' || name === '--data') {
      const value = inline ?? (queue[0] === undefined || queue[0].startsWith('--') ? null : queue.shift()!);
      if (value === null || value === '') return refuse(`“${name}”后面少了内容。`);
      if (name === '--data') {
        if (value.includes('\0')) return refuse('“--data”后面的文件夹名不能用。');
        options.dataDir = value;
        continue;
      }
      const port = parsePort(value);
      if (port === null) return refuse(`端口“${value}”不对，要 0 到 65535 的数字（0 表示随便挑一个空的）。`);
      options.port = port;
    } else if (word === '--no-open') options.open = false;
    else if (word === '--demo') options.demo = true;
    else if (word === '--copy-here') options.copyHere = true;
    else if (word !== '--browser' && unknown === 'refuse') return refuse(`不认识参数“${word}”。`);
  }
  return { ok: true, options };
}
