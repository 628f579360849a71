interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface Place {
  left: number;
  top: number;
  maxHeight: number;
}

/** px between what opens and the button it opens from */
const gap = 4;
/** px that stay free at the edges of the window */
const margin = 8;

/** Where something of this size opens from a button: below it, above where there is more room, never off the side. */
export function placeBeside(button: Box, size: { width: number; height: number }, view: { width: number; height: number }): Place {
  const below = view.height - margin - (button.bottom + gap);
  const above = button.top - gap - margin;
  const up = size.height > below && above > below;
  const maxHeight = Math.max(0, up ? above : below);
  const fits = button.left + size.width <= view.width - margin;
  return {
    left: fits ? button.left : Math.max(margin, Math.min(button.right, view.width - margin) - size.width),
    top: up ? button.top - gap - Math.min(size.height, maxHeight) : button.bottom + gap,
    maxHeight,
  };
}
