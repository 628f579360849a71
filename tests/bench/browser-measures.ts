import type { Browser, Page } from 'playwright';
import { launchBrowser, newSellerContext } from '../helpers/browser.ts';
import { type Measure, median, percentile } from './measure.ts';
import { startPageHost } from './page-host.ts';

/** typed letter by letter, each key timed */
const words = [
  ...['zhang', 'lixm', '老顾客', '138', 'wxid', 'wangh', '妈', 'chenjie', '7号楼', 'qzxvw'],
  ...['liuy', '小区', '159', 'yangj', '王', 'huangx', '3栋', 'zhaol', '宝妈', 'ljh'],
  ...['sunm', '群主', '186', 'guoj', '陈', 'maxl', '12楼', 'xuq', '团长', 'tfy'],
];
const bodyRows = '[role="grid"][aria-label="好友"] .friends-grid-body [role="row"]';
const mostRows = 60;

interface OpenPage {
  page: Page;
  /** ms from the start of the navigation until rows, or the words for an empty book, were on the screen */
  paint(): Promise<number>;
  /** rows that the list has for a text */
  total(text: string): Promise<number>;
  close(): Promise<void>;
}

async function openPage(browser: Browser, root: string, rendererDir: string, dataDir: string): Promise<OpenPage> {
  const host = await startPageHost(root, { shown: dataDir, rendererDir });
  const context = await newSellerContext(browser);
  const page = await context.newPage();
  await page.addInitScript(() => {
    const shown = () =>
      document.querySelector('[role="grid"][aria-label="好友"] .cell-name-text') !== null ||
      document.body?.innerText.includes('池子里还没有人');
    const look = () => {
      if (shown()) requestAnimationFrame(() => Object.assign(globalThis, { paintedAt: performance.now() }));
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await page.goto(host.address);
  const painted = async () => {
    const at = await page.waitForFunction(() => (globalThis as { paintedAt?: number }).paintedAt, null, { timeout: 60_000 });
    return (await at.jsonValue()) as number;
  };
  await painted();
  return {
    page,
    async paint() {
      await page.reload();
      return painted();
    },
    total: host.total,
    async close() {
      await context.close();
      await host.close();
    },
  };
}

/** Most row elements that are there at once while the list is flung from end to end and back. */
async function measureScrolling(page: Page): Promise<Measure> {
  const most = await page.evaluate(async (rows) => {
    const grid = document.querySelector('[role="grid"][aria-label="好友"]')!;
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    let highest = 0;
    const steps = 120;
    for (let step = 0; step <= steps; step++) {
      const part = step <= 60 ? step / 60 : (steps - step) / 60;
      grid.scrollTop = part * (grid.scrollHeight - grid.clientHeight);
      await frame();
      highest = Math.max(highest, document.querySelectorAll(rows).length);
    }
    return highest;
  }, bodyRows);
  return { name: 'page: row elements while scrolling', ours: most, reference: null, goal: mostRows - 1, absolute: true, unit: 'rows' };
}

/** ms from a key going down in the search field until the rows of the new text are painted. */
async function keyTimes({ page, total }: OpenPage): Promise<number[]> {
  const field = page.getByRole('searchbox', { name: '搜索好友' });
  const times: number[] = [];
  for (const word of words) {
    await field.fill('');
    await settled(page, await total(''));
    let text = '';
    for (const char of word) {
      text += char;
      const wanted = await total(text);
      await watchKey(page, text, wanted);
      if (/[a-z0-9]/.test(char)) await page.keyboard.press(char);
      // a Chinese sign comes from an input method: no key of its own goes down
      else await page.keyboard.insertText(char);
      const took = await page.waitForFunction(() => (globalThis as { keyTook?: number }).keyTook, null, { timeout: 20_000, polling: 20 });
      times.push((await took.jsonValue()) as number);
      // the address follows after its pause; typing on before that is another case
      await page.waitForTimeout(320);
    }
  }
  return times;
}

/**
 * Elements and listeners that are there after 200 keys, over those before: what a key puts up it takes away again.
 * Counted after a collection, with the same text in the field.
 */
async function measureTyping({ page, total }: OpenPage): Promise<Measure> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable');
  const field = page.getByRole('searchbox', { name: '搜索好友' });
  const held = async () => {
    await field.fill('zh');
    await settled(page, await total('zh'));
    await devtools.send('HeapProfiler.collectGarbage');
    const { metrics } = await devtools.send('Performance.getMetrics');
    const value = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? 0;
    return { nodes: value('Nodes'), listeners: value('JSEventListeners') };
  };
  const type = async (times: number) => {
    for (let round = 0; round < times; round++) {
      for (const key of 'anglixm') await page.keyboard.press(key);
      for (let back = 0; back < 7; back++) await page.keyboard.press('Backspace');
      await page.keyboard.press('End');
    }
  };
  await held();
  await type(2);
  const before = await held();
  await type(14);
  const after = await held();
  await devtools.detach();
  return {
    name: 'page: nodes after 200 keys',
    ours: after.nodes,
    reference: before.nodes,
    goal: 1.1,
    unit: 'nodes',
    note: `listeners ${before.listeners} → ${after.listeners}`,
  };
}

/** What a key costs here that changes nothing but the field itself: the ground that the machine gives. */
async function idleKeyTimes({ page }: OpenPage): Promise<number[]> {
  const field = page.getByRole('searchbox', { name: '搜索好友' });
  await field.fill('');
  await field.focus();
  const times: number[] = [];
  for (let i = 0; i < 30; i++) {
    await page.evaluate(() => {
      const state = globalThis as { keyTook?: number | undefined };
      state.keyTook = undefined;
      const begin = () => {
        const started = performance.now();
        requestAnimationFrame(() =>
          requestAnimationFrame(() => {
            state.keyTook = performance.now() - started;
          }),
        );
      };
      document.activeElement!.addEventListener('keydown', begin, { capture: true, once: true });
    });
    await page.keyboard.press('ArrowLeft');
    const took = await page.waitForFunction(() => (globalThis as { keyTook?: number }).keyTook, null, { polling: 20 });
    times.push((await took.jsonValue()) as number);
  }
  return times;
}

/** ms that the answers of the list took, seen from the page. */
const answerTimes = (page: Page): Promise<number[]> =>
  page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .filter(({ name }) => name.endsWith('/rpc/friends.list'))
      .map(({ duration }) => duration),
  );

async function settled(page: Page, total: number): Promise<void> {
  await page.waitForFunction(
    (count) => {
      const grid = document.querySelector('[role="grid"][aria-label="好友"]');
      return grid?.getAttribute('aria-rowcount') === String(count + 1) && !grid.closest('[aria-busy="true"]');
    },
    total,
    { timeout: 20_000 },
  );
  await page.waitForTimeout(320);
}

/** From the next key on looks at every change of the page, until the list stands for `wanted` rows and its frame is painted. */
async function watchKey(page: Page, text: string, wanted: number): Promise<void> {
  await page.evaluate(
    ([text, count]) => {
      const state = globalThis as { keyTook?: number | undefined };
      state.keyTook = undefined;
      const field = document.querySelector<HTMLInputElement>('input[aria-label="搜索好友"]')!;
      field.focus();
      const begin = () => {
        field.removeEventListener('keydown', begin, true);
        field.removeEventListener('input', begin, true);
        const started = performance.now();
        const there = () => {
          const grid = document.querySelector('[role="grid"][aria-label="好友"]');
          if (count === 0) return !grid?.checkVisibility() && document.body.innerText.includes(`没有找到「${text}」`);
          return (
            grid?.getAttribute('aria-rowcount') === String(count + 1) &&
            !grid.closest('[aria-busy="true"]') &&
            !grid.querySelector('.friends-blank')
          );
        };
        // asking at every frame would ask for every frame, and the one with the rows would wait for the next beat of the screen
        const watcher = new MutationObserver(() => {
          if (!there()) return;
          watcher.disconnect();
          requestAnimationFrame(() => {
            // a task after this frame: what it drew is on its way to the screen
            const channel = new MessageChannel();
            channel.port1.onmessage = () => {
              state.keyTook = performance.now() - started;
            };
            channel.port2.postMessage(null);
          });
        });
        // not before the frame that the key itself causes: it shows the old rows
        requestAnimationFrame(() => {
          watcher.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
          // what came before that frame is looked at too
          document.body.dataset.watched = text;
        });
      };
      field.addEventListener('keydown', begin, true);
      field.addEventListener('input', begin, true);
    },
    [text, wanted] as const,
  );
}

/** Real Chromium over the loopback host, with the heavy book and with an empty one. */
export async function measureBrowser(options: {
  root: string;
  rendererDir: string;
  book: string;
  empty: string;
  rounds: number;
}): Promise<Measure[]> {
  const { root, rendererDir, book, empty, rounds } = options;
  const browser = await launchBrowser();
  const open = (dataDir: string) => openPage(browser, root, rendererDir, dataDir);
  const full = await open(book);
  const bare = await open(empty);
  try {
    const paints = { full: [] as number[], bare: [] as number[] };
    for (let round = 0; round < rounds; round++) {
      paints.full.push(await full.paint());
      paints.bare.push(await bare.paint());
    }
    await full.page.bringToFront();
    const scrolling = await measureScrolling(full.page);
    await full.paint();
    const idle = await idleKeyTimes(full);
    const keys: number[][] = [];
    const answers: number[] = [];
    for (let round = 0; round < 3; round++) {
      // what the page remembers of the round before it would not ask again
      await full.paint();
      keys.push(await keyTimes(full));
      answers.push(...(await answerTimes(full.page)));
    }
    const p95s = keys.map((times) => percentile(times, 0.95));
    const typing = await measureTyping(full);
    return [
      { name: 'page: first friends painted', ours: median(paints.full), reference: median(paints.bare), goal: 2, note: 'empty book' },
      scrolling,
      typing,
      {
        name: `page: key in search, p95 of ${keys[0]!.length}`,
        ours: median(p95s),
        reference: null,
        goal: 50,
        absolute: true,
        note: `rounds ${p95s.map((ms) => ms.toFixed(0)).join(', ')}; p50 ${median(keys.flat()).toFixed(0)} ms, the answer ${median(answers).toFixed(0)} ms, a key without any ${median(idle).toFixed(0)} ms`,
      },
    ];
  } finally {
    await full.close();
    await bare.close();
    await browser.close();
  }
}
