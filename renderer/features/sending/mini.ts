import { bridge } from '../../lib/bridge.ts';
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
  const page = small.document;
  for (const style of document.head.querySelectorAll<HTMLElement>('link[rel="stylesheet"], style')) {
    const copy = page.importNode(style, true);
    // the browser hides the nonce from attributes, so a copy has lost it
    copy.nonce = style.nonce ?? '';
    page.head.append(copy);
  }
  for (const { name, value } of document.documentElement.attributes) page.documentElement.setAttribute(name, value);
  page.title = '铁粉簿：一位一位发';
  return small;
}

/** The clipboard of the window that has the focus: the browser refuses it to every other. */
export const clipboardOf = (small: Window): Clipboard => ({
  text: (text) => small.navigator.clipboard.writeText(text),
  async picture(assetId) {
    const png = bridge().readAsset(assetId).then(pictureAsPng);
    const { ClipboardItem: Item } = small as Window & typeof globalThis;
    await small.navigator.clipboard.write([new Item({ 'image/png': png })]);
  },
});
