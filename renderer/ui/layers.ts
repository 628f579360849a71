import { type RefObject, useEffect } from 'react';

let place: HTMLElement | undefined;

/**
 * Where windows over the page and messages are drawn: beside the page, in a place of their own, so that a locked program can take them
 * out of the document without taking them from whoever draws them. (Lists that open have such a place from antd.)
 */
export function layers(): HTMLElement {
  if (!place) {
    place = document.createElement('div');
    document.body.append(place);
  }
  return place;
}

/** Tells the styles of what is drawn there how much room something takes, as `name`: messages keep off the panel and off what stands at the foot, windows off the messages. */
export function useRoomTaken(of: RefObject<HTMLElement | null>, name: '--told-height' | '--side-width' | '--foot-height'): void {
  useEffect(() => {
    const element = of.current;
    if (!element) return;
    const { style } = layers();
    const tell = () => style.setProperty(name, `${name === '--side-width' ? element.offsetWidth : element.offsetHeight}px`);
    const sizes = new ResizeObserver(tell);
    sizes.observe(element);
    return () => {
      sizes.disconnect();
      style.removeProperty(name);
    };
  }, [of, name]);
}
