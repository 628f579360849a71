import {
  below,
  box,
  type Canvas,
  circle,
  ellipse,
  everywhere,
  flat,
  leafShape,
  outline,
  polygon,
  round,
  vertical,
  without,
} from './canvas.ts';

/** Everything is drawn in units of which a picture has 480 a side. */
export const side = 480;

export function wall(canvas: Canvas, top: string, bottom: string): void {
  canvas.fill(everywhere, vertical(0, side, top, bottom));
}

export function table(canvas: Canvas, edge: number, light: string, dark: string): void {
  canvas.fill(below(edge), vertical(edge, side, light, dark));
  canvas.fill(box(side / 2, edge + 2, side, 4), flat('#ffffff'), { alpha: 0.25 });
}

/** Soft light from a window, as a bright disc. */
export function glow(canvas: Canvas, cx: number, cy: number, radius: number, code = '#fff7e0', alpha = 0.55): void {
  canvas.fill(circle(cx, cy, radius / 2), flat(code), { blur: radius, alpha });
}

export function shadow(canvas: Canvas, cx: number, cy: number, width: number, height: number, alpha = 0.28): void {
  canvas.fill(ellipse(cx, cy, width / 2, height / 2), flat('#4a2c12'), { blur: height * 0.8, alpha });
}

export function leaf(canvas: Canvas, x: number, y: number, length: number, turn: number, light = '#8cc152', dark = '#3f7d2c'): void {
  canvas.fill(leafShape(x, y, length, turn), round(x, y, length * 1.1, dark, light));
  const [mx, my] = [x + (Math.cos(turn) * length) / 2, y + (Math.sin(turn) * length) / 2];
  canvas.fill(box(mx, my, length * 0.86, Math.max(1.4, length * 0.03), 1, turn), flat('#e8f5c8'), { alpha: 0.55 });
}

export interface Skin {
  light: string;
  main: string;
  dark: string;
}
export const skins = {
  orange: { light: '#ffc766', main: '#f79420', dark: '#d9650b' },
  lemon: { light: '#fff3a0', main: '#f9d936', dark: '#dba916' },
  apple: { light: '#ff9a86', main: '#e0433c', dark: '#a5202a' },
  pear: { light: '#f0f3a8', main: '#cdd75a', dark: '#98a833' },
  plum: { light: '#b48ad0', main: '#7a4a9e', dark: '#4c2a70' },
  kiwi: { light: '#b89a68', main: '#8a6a3c', dark: '#5e4524' },
} satisfies Record<string, Skin>;

/** A ball of fruit with light from the upper left; `lies` on something, else it is held by a basket and casts no shadow. */
export function fruit(canvas: Canvas, cx: number, cy: number, radius: number, skin: Skin = skins.orange, lies = true): void {
  if (lies) shadow(canvas, cx + radius * 0.12, cy + radius * 0.95, radius * 2.1, radius * 0.5);
  const body = circle(cx, cy, radius);
  canvas.fill(body, round(cx - radius * 0.32, cy - radius * 0.36, radius * 1.5, skin.main, skin.dark));
  canvas.fill(circle(cx - radius * 0.36, cy - radius * 0.4, radius * 0.3), flat(skin.light), { blur: radius * 0.7, alpha: 0.85 });
}

/** An orange with its star of a stem and, if wanted, a leaf. */
export function orange(canvas: Canvas, cx: number, cy: number, radius: number, leafTurn: number | null = null, lies = true): void {
  const skin = skins.orange;
  fruit(canvas, cx, cy, radius, skin, lies);
  const [x, y] = [cx + radius * 0.1, cy - radius * 0.72];
  canvas.fill(ellipse(x, y, radius * 0.14, radius * 0.07), flat(skin.dark), { blur: 3, alpha: 0.7 });
  canvas.fill(ellipse(x, y - radius * 0.02, radius * 0.07, radius * 0.05), flat('#5b7a2a'));
  if (leafTurn !== null) leaf(canvas, x, y - radius * 0.02, radius * 0.95, leafTurn);
}

/** A round of citrus seen from the cut. */
export function slice(canvas: Canvas, cx: number, cy: number, radius: number, rind = '#f58a1f', flesh = '#ffb347', wedges = 10): void {
  shadow(canvas, cx + radius * 0.06, cy + radius * 0.12, radius * 2.1, radius * 2.1, 0.22);
  canvas.fill(circle(cx, cy, radius), flat(rind));
  canvas.fill(circle(cx, cy, radius * 0.93), flat('#fff3d9'));
  for (let n = 0; n < wedges; n++) {
    const turn = (n / wedges) * Math.PI * 2 + 0.2;
    const half = (Math.PI / wedges) * 0.86;
    const at = (angle: number, share: number): [number, number] => [
      cx + Math.cos(angle) * radius * share,
      cy + Math.sin(angle) * radius * share,
    ];
    const points = [at(turn, 0.1), at(turn - half, 0.76), at(turn - half * 0.5, 0.86), at(turn + half * 0.5, 0.86), at(turn + half, 0.76)];
    canvas.fill(polygon(points), round(cx, cy, radius, '#ffd588', flesh), { blur: 3 });
  }
  canvas.fill(circle(cx, cy, radius * 0.07), flat('#fff3d9'));
}

/** An open wooden crate; what lies in it is drawn first. */
export function crate(canvas: Canvas, cx: number, top: number, width: number, height: number): void {
  shadow(canvas, cx, top + height, width * 1.1, 36, 0.35);
  const board = (height - 12) / 3;
  for (let n = 0; n < 3; n++) {
    const y = top + board / 2 + n * (board + 6);
    canvas.fill(box(cx, y, width, board, 4), vertical(y - board / 2, y + board / 2, '#dcae72', '#bd8447'));
    canvas.fill(box(cx, y - board / 2 + 3, width - 8, 2), flat('#fbe3bd'), { alpha: 0.5 });
  }
  for (const x of [cx - width / 2 + 14, cx + width / 2 - 14]) {
    canvas.fill(box(x, top + height / 2, 22, height + 6, 4), vertical(top, top + height, '#c8935a', '#9c6a36'));
    for (let n = 0; n < 3; n++) canvas.fill(circle(x, top + board / 2 + n * (board + 6), 3), flat('#6b4522'));
  }
}

/** A cardboard parcel with tape and a blank label. */
export function parcel(canvas: Canvas, cx: number, cy: number, width: number, height: number): void {
  shadow(canvas, cx, cy + height / 2, width * 1.12, 34, 0.32);
  canvas.fill(box(cx, cy, width, height, 6), vertical(cy - height / 2, cy + height / 2, '#d9b083', '#b98a58'));
  canvas.fill(box(cx, cy - height / 2 + 16, width, 32, 6), flat('#c79b69'));
  canvas.fill(box(cx, cy, 34, height), flat('#efd9b4'), { alpha: 0.75 });
  canvas.fill(box(cx + width * 0.27, cy + height * 0.16, width * 0.26, height * 0.3, 4), flat('#fffaf0'));
  for (let n = 0; n < 3; n++)
    canvas.fill(box(cx + width * 0.27, cy + height * (0.09 + n * 0.07), width * (0.18 - n * 0.03), 4, 2), flat('#c9b79c'));
}

/** A cup seen from the side, with steam. */
export function mug(canvas: Canvas, cx: number, cy: number, size: number, light = '#fdfaf4', dark = '#d9d2c4'): void {
  shadow(canvas, cx, cy + size * 0.55, size * 1.3, size * 0.28);
  canvas.fill(outline(ellipse(cx + size * 0.5, cy, size * 0.26, size * 0.28), size * 0.1), flat(dark));
  canvas.fill(box(cx, cy, size, size * 1.08, size * 0.16), (x, y) => round(cx - size * 0.25, cy - size * 0.2, size, light, dark)(x, y));
  canvas.fill(ellipse(cx, cy - size * 0.48, size * 0.46, size * 0.1), flat('#a8672e'));
  for (const [dx, rise] of [
    [-0.16, 0.95],
    [0.12, 1.1],
  ] as const)
    canvas.fill(ellipse(cx + dx * size, cy - size * rise, size * 0.05, size * 0.3, 0.25), flat('#ffffff'), {
      blur: size * 0.2,
      alpha: 0.6,
    });
}

/** A glass jar of jam with a cloth lid. */
export function jar(canvas: Canvas, cx: number, cy: number, width: number, height: number, jam: string, deep: string): void {
  shadow(canvas, cx, cy + height / 2, width * 1.2, 26);
  canvas.fill(box(cx, cy, width, height, width * 0.18), flat('#f3f7f5'), { alpha: 0.85 });
  canvas.fill(box(cx, cy + height * 0.06, width * 0.88, height * 0.8, width * 0.14), vertical(cy - height / 2, cy + height / 2, jam, deep));
  canvas.fill(box(cx - width * 0.3, cy, width * 0.07, height * 0.66, 4), flat('#ffffff'), { blur: 4, alpha: 0.6 });
  canvas.fill(box(cx, cy - height / 2 - 6, width * 0.86, 30, 8), vertical(cy - height / 2 - 20, cy - height / 2 + 8, '#f4e3c3', '#d8bd8c'));
  canvas.fill(box(cx, cy + height * 0.1, width * 0.6, height * 0.3, 6), flat('#fff8ea'));
  canvas.fill(circle(cx, cy + height * 0.1, height * 0.09), flat('#f79420'));
}

export function cushion(canvas: Canvas, cx: number, cy: number, size: number, light: string, dark: string, turn = 0): void {
  shadow(canvas, cx, cy + size * 0.46, size, size * 0.24, 0.25);
  canvas.fill(box(cx, cy, size, size * 0.92, size * 0.2, turn), round(cx - size * 0.2, cy - size * 0.25, size, light, dark));
  canvas.fill(outline(box(cx, cy, size * 0.84, size * 0.76, size * 0.14, turn), 2), flat('#ffffff'), { alpha: 0.35 });
}

/** A woven basket; what lies in it is drawn first. */
export function basket(canvas: Canvas, cx: number, top: number, width: number, height: number): void {
  shadow(canvas, cx, top + height, width, 34, 0.34);
  const shape = polygon([
    [cx - width / 2, top],
    [cx + width / 2, top],
    [cx + width * 0.38, top + height],
    [cx - width * 0.38, top + height],
  ]);
  canvas.fill(shape, vertical(top, top + height, '#dcb176', '#a8753a'));
  for (let row = 0; row < 5; row++)
    for (let column = 0; column < 11; column++) {
      const x = cx - width / 2 + ((column + (row % 2) * 0.5 + 0.25) * width) / 11;
      const strip = box(x, top + ((row + 0.6) * height) / 5, width / 15, height / 9, 6);
      canvas.fill((px, py) => Math.max(strip(px, py), shape(px, py) + 3), flat('#f1d3a2'), { alpha: 0.75 });
    }
  canvas.fill(box(cx, top, width + 18, 20, 10), vertical(top - 10, top + 10, '#e6c08a', '#b07c40'));
}

export function plate(canvas: Canvas, cx: number, cy: number, width: number): void {
  shadow(canvas, cx, cy + 12, width * 1.1, width * 0.3, 0.25);
  canvas.fill(ellipse(cx, cy, width / 2, width * 0.16), vertical(cy - 30, cy + 30, '#ffffff', '#dfe4e6'));
  canvas.fill(ellipse(cx, cy - 2, width * 0.38, width * 0.105), vertical(cy - 24, cy + 20, '#e9eef0', '#fbfcfc'));
}

/** A checked table cloth from `edge` down. */
export function checkedCloth(canvas: Canvas, edge: number, base: string, line: string): void {
  canvas.fill(below(edge), flat(base));
  const stripes = (x: number) => Math.abs(((((x % 60) + 60) % 60) - 30) as number) - 15;
  const cloth = below(edge);
  canvas.fill((x, y) => Math.max(stripes(x + (x - side / 2) * (y - edge) * 0.0012), cloth(x, y)), flat(line), { alpha: 0.4 });
  canvas.fill((x, y) => Math.max(stripes((y - edge) * 1.5), cloth(x, y)), flat(line), { alpha: 0.4 });
  canvas.fill(without(below(edge), below(edge + 5)), flat('#ffffff'), { alpha: 0.5 });
}
