import { bridge } from '../../lib/bridge.ts';
import { ontoClipboard } from '../../lib/clipboard.ts';
import { pictureAsPng } from '../../lib/png.ts';
import type { Clipboard } from './use-send-step.ts';

interface PictureInPicture {
  requestWindow(options: { width: number; height: number }): Promise<Window>;
}

/** A small window of the browser that stays above all others, where the browser has it. */
function pictureInPicture(): PictureInPicture | null {
  return (window as Window & { documentPictureInPicture?: PictureInPicture }).documentPictureInPicture ?? null;
}

/** Whether this window can have a small one beside WeChat. */
export const canMini = (): boolean => bridge().capabilities.miniWindow || pictureInPicture() !== null;

/** Opens the browser's small window with our styles and theme in it. Call it from a click. */
export async function openPictureInPicture(): Promise<Window | null> {
  const small = await pictureInPicture()?.requestWindow({ width: 340, height: 240 });
  if (!small) return null;
  copyStyles(small);
  copyTheme(small);
  small.document.title = '铁粉簿：一位一位发';
  return small;
}

function copyStyles(small: Window): void {
  const { CSSStyleSheet: Sheet } = small as Window & typeof globalThis;
  small.document.adoptedStyleSheets = [...document.styleSheets].map(({ cssRules }) => {
    // by what they say: a link leads nowhere from its address, and there is no moment without them
    const copy = new Sheet();
    copy.replaceSync([...cssRules].map(({ cssText }) => cssText).join('\n'));
    return copy;
  });
}

function copyTheme(small: Window): void {
  for (const { name, value } of document.documentElement.attributes) small.document.documentElement.setAttribute(name, value);
}

/** The small window looks as the page does, also when the theme changes while it is open. Returns how to stop that. */
export function followLook(small: Window): () => void {
  const theme = new MutationObserver(() => copyTheme(small));
  theme.observe(document.documentElement, { attributes: true });
  // antd writes styles of its own for what is drawn for the first time, and for each theme
  const styles = new MutationObserver(() => copyStyles(small));
  styles.observe(document.head, { childList: true });
  return () => {
    theme.disconnect();
    styles.disconnect();
  };
}

/** The clipboard of the window that has the focus: the browser refuses it to every other. */
export const clipboardOf = (small: Window): Clipboard => ({
  text: (text) => ontoClipboard(() => small.navigator.clipboard.writeText(text)),
  async picture(assetId) {
    const png = bridge().readAsset(assetId).then(pictureAsPng);
    const { ClipboardItem: Item } = small as Window & typeof globalThis;
    await ontoClipboard(() => small.navigator.clipboard.write([new Item({ 'image/png': png })]));
  },
});
