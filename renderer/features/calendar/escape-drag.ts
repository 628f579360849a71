import { swallowClick } from './chip-drag.ts';

let drag = new AbortController();

/** For FullCalendar the mouse leaves the calendar and lets go there: it takes the post back to where it was. */
function letGoOutside(): void {
  for (const type of ['mousemove', 'mouseup'])
    document.dispatchEvent(new MouseEvent(type, { bubbles: true, clientX: -10_000, clientY: -10_000 }));
}

/** FullCalendar knows no key that puts a dragged post back: from the start of a drag to its end Escape does. */
export const escapeDrag = {
  eventDragStart: () => {
    drag = new AbortController();
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      drag.abort();
      letGoOutside();
      // the button is still down
      window.addEventListener('mouseup', swallowClick, { once: true });
    };
    window.addEventListener('keydown', onKey, { signal: drag.signal, capture: true });
  },
  eventDragStop: () => drag.abort(),
};
