/** px that the pointer moves before a press becomes a drag */
const minDistance = 6;
/** ms that a finger rests on a chip to take it up; a quicker one scrolls */
const restMs = 600;
const revertMs = 150;

export interface ChipDrag {
  /** what has the days ([data-date]) in it, and the chip while it is dragged */
  frame: HTMLElement;
  /** the day ('YYYY-MM-DD') it is taken from */
  fromOn: string;
  /** let go over another day; `copy`: with Alt held */
  onDrop: (on: string, copy: boolean) => void;
  /** it was dragged, and is no more */
  onEnd: () => void;
}

/** The chip as it follows the pointer; the real one stays in its place, unseen. */
function lift(chip: HTMLElement, frame: HTMLElement): HTMLElement {
  const [from, around] = [chip.getBoundingClientRect(), frame.getBoundingClientRect()];
  const ghost = chip.cloneNode(true) as HTMLElement;
  // it is no second chip: not for keys, nor for who reads the page
  delete ghost.dataset.post;
  ghost.inert = true;
  ghost.setAttribute('aria-hidden', 'true');
  ghost.classList.add('dragging');
  Object.assign(ghost.style, {
    left: `${from.left - around.left}px`,
    top: `${from.top - around.top}px`,
    width: `${from.width}px`,
    height: `${from.height}px`,
  });
  frame.append(ghost);
  return ghost;
}

/** The click that follows on a drag means nothing. */
export function swallowClick(): void {
  const swallow = (event: MouseEvent) => event.stopPropagation();
  window.addEventListener('click', swallow, { capture: true, once: true });
  setTimeout(() => window.removeEventListener('click', swallow, { capture: true }));
}

/**
 * Follows a press on a chip until it is let go: a click stays a click; moved further, the chip is dragged to a day. Escape puts it
 * back. Nothing is drawn anew meanwhile but the chip under the pointer and the day below it.
 */
export function dragChip(down: PointerEvent, chip: HTMLElement, { frame, fromOn, onDrop, onEnd }: ChipDrag): void {
  const byFinger = down.pointerType === 'touch';
  let ghost: HTMLElement | null = null;
  let over: HTMLElement | null = null;

  const begin = () => {
    ghost = lift(chip, frame);
    chip.dataset.lifted = '';
    frame.dataset.dragging = 'move';
  };
  const aim = (cell: HTMLElement | null) => {
    if (cell === over) return;
    if (over) delete over.dataset.over;
    if (cell) cell.dataset.over = '';
    over = cell;
  };
  const finish = (back: boolean) => {
    stop.abort();
    clearTimeout(rest);
    if (!ghost) return;
    const lifted = ghost;
    const putDown = () => {
      lifted.remove();
      delete chip.dataset.lifted;
    };
    aim(null);
    delete frame.dataset.dragging;
    if (back) {
      const flight = lifted.animate({ transform: 'none' }, revertMs);
      flight.onfinish = putDown;
      flight.oncancel = putDown;
    } else putDown();
    onEnd();
  };
  const onMove = (event: PointerEvent) => {
    if (event.pointerId !== down.pointerId) return;
    const [x, y] = [event.clientX - down.clientX, event.clientY - down.clientY];
    if (!ghost) {
      if (Math.hypot(x, y) < minDistance) return;
      if (byFinger) return finish(false);
      begin();
    }
    if (ghost) ghost.style.transform = `translate(${x}px, ${y}px)`;
    frame.dataset.dragging = event.altKey ? 'copy' : 'move';
    const below = document.elementFromPoint(event.clientX, event.clientY)?.closest<HTMLElement>('[data-date]') ?? null;
    aim(below && frame.contains(below) ? below : null);
  };
  const onUp = (event: PointerEvent) => {
    if (event.pointerId !== down.pointerId) return;
    const on = over?.dataset.date;
    const dropped = ghost !== null && on !== undefined && on !== fromOn;
    if (ghost) swallowClick();
    finish(!dropped);
    if (dropped) onDrop(on, event.altKey);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !ghost) return;
    event.stopPropagation();
    // the button is still down
    window.addEventListener('pointerup', swallowClick, { once: true });
    finish(true);
  };

  const stop = new AbortController();
  const { signal } = stop;
  window.addEventListener('pointermove', onMove, { signal });
  window.addEventListener('pointerup', onUp, { signal });
  window.addEventListener('pointercancel', (event) => event.pointerId === down.pointerId && finish(true), { signal });
  window.addEventListener('keydown', onKey, { signal, capture: true });
  // a page that scrolls below the finger would take the pointer away
  frame.addEventListener('touchmove', (event) => ghost && event.preventDefault(), { signal, passive: false });
  const rest = byFinger ? setTimeout(begin, restMs) : undefined;
}
