/** Signed distance to the edge of a shape in units of the drawing; negative inside. */
export type Shape = (x: number, y: number) => number;
export type Colour = readonly [red: number, green: number, blue: number];
/** Colour of a shape at a point. */
export type Paint = (x: number, y: number) => Colour;

/** Pixels a side of the pieces that are skipped at once. */
const tile = 16;

/** A square picture that is painted shape over shape, with smooth edges. Shapes are given in units, `side` of them a side. */
export class Canvas {
  /** in pixels */
  readonly size: number;
  /** red, green, blue per pixel, 0 … 255 */
  readonly pixels: Float64Array;
  readonly #unit: number;

  constructor(size: number, side: number) {
    this.size = size;
    this.#unit = side / size;
    this.pixels = new Float64Array(size * size * 3);
  }

  /** `blur`: width of the soft edge in units, 1 = just smooth; `alpha`: 0 … 1 */
  fill(shape: Shape, paint: Paint, { blur = 1, alpha = 1 }: { blur?: number; alpha?: number } = {}): void {
    for (let top = 0; top < this.size; top += tile)
      for (let left = 0; left < this.size; left += tile) {
        // no shape changes by more than about two in a step of one, so a far-off tile needs no look at its pixels
        if (shape((left + tile / 2) * this.#unit, (top + tile / 2) * this.#unit) > tile * this.#unit * 1.5 + blur) continue;
        for (let y = top; y < Math.min(top + tile, this.size); y++)
          for (let x = left; x < Math.min(left + tile, this.size); x++) this.#touch(x, y, shape, paint, blur, alpha);
      }
  }

  #touch(x: number, y: number, shape: Shape, paint: Paint, blur: number, alpha: number): void {
    const atX = (x + 0.5) * this.#unit;
    const atY = (y + 0.5) * this.#unit;
    const inside = Math.min(1, Math.max(0, 0.5 - shape(atX, atY) / Math.max(blur, this.#unit)));
    if (inside === 0) return;
    // soft edges fade in like a shadow does, not in a straight line
    const cover = alpha * (blur > 1 ? inside * inside * (3 - 2 * inside) : inside);
    const colour = paint(atX, atY);
    const at = (y * this.size + x) * 3;
    for (let part = 0; part < 3; part++) this.pixels[at + part]! += (colour[part]! - this.pixels[at + part]!) * cover;
  }
}

/** `#rrggbb` */
export function hex(code: string): Colour {
  const value = Number.parseInt(code.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

export const mix = (from: Colour, to: Colour, share: number): Colour => {
  const t = Math.min(1, Math.max(0, share));
  return [from[0] + (to[0] - from[0]) * t, from[1] + (to[1] - from[1]) * t, from[2] + (to[2] - from[2]) * t];
};

export function flat(code: string): Paint {
  const colour = hex(code);
  return () => colour;
}

/** From `from` at height y0 to `to` at height y1. */
export function vertical(y0: number, y1: number, from: string, to: string): Paint {
  const [a, b] = [hex(from), hex(to)];
  return (_x, y) => mix(a, b, (y - y0) / (y1 - y0));
}

/** From `from` in the middle to `to` at distance `radius`. */
export function round(cx: number, cy: number, radius: number, from: string, to: string): Paint {
  const [a, b] = [hex(from), hex(to)];
  return (x, y) => mix(a, b, Math.hypot(x - cx, y - cy) / radius);
}

export const everywhere: Shape = () => -1000;
export const below =
  (edge: number): Shape =>
  (_x, y) =>
    edge - y;

export const circle =
  (cx: number, cy: number, radius: number): Shape =>
  (x, y) =>
    Math.hypot(x - cx, y - cy) - radius;

/** Not an exact distance, but near enough at the edge. */
export function ellipse(cx: number, cy: number, rx: number, ry: number, turn = 0): Shape {
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const small = Math.min(rx, ry);
  return (x, y) => {
    const [dx, dy] = [x - cx, y - cy];
    return (Math.hypot((dx * cos + dy * sin) / rx, (dy * cos - dx * sin) / ry) - 1) * small;
  };
}

/** Rectangle around its middle with round corners, turned by radians. */
export function box(cx: number, cy: number, width: number, height: number, corner = 0, turn = 0): Shape {
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  return (x, y) => {
    const [dx, dy] = [x - cx, y - cy];
    const qx = Math.abs(dx * cos + dy * sin) - width / 2 + corner;
    const qy = Math.abs(dy * cos - dx * sin) - height / 2 + corner;
    return Math.hypot(Math.max(qx, 0), Math.max(qy, 0)) + Math.min(Math.max(qx, qy), 0) - corner;
  };
}

export function polygon(points: readonly (readonly [number, number])[]): Shape {
  return (x, y) => {
    let distance = Number.POSITIVE_INFINITY;
    let isInside = false;
    for (const [n, [ax, ay]] of points.entries()) {
      const [bx, by] = points[(n + points.length - 1) % points.length]!;
      const along = Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2)));
      distance = Math.min(distance, Math.hypot(x - ax - (bx - ax) * along, y - ay - (by - ay) * along));
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) isInside = !isInside;
    }
    return isInside ? -distance : distance;
  };
}

export const both =
  (a: Shape, b: Shape): Shape =>
  (x, y) =>
    Math.max(a(x, y), b(x, y));
export const either =
  (...shapes: Shape[]): Shape =>
  (x, y) =>
    Math.min(...shapes.map((shape) => shape(x, y)));
export const without =
  (a: Shape, b: Shape): Shape =>
  (x, y) =>
    Math.max(a(x, y), -b(x, y));
/** A line of `width` along the edge of a shape. */
export const outline =
  (shape: Shape, width: number): Shape =>
  (x, y) =>
    Math.abs(shape(x, y)) - width / 2;

/** A leaf from its stem (x, y) over `length` in the direction `turn`: where two circles overlap. */
export function leafShape(x: number, y: number, length: number, turn: number): Shape {
  const radius = length * 0.72;
  const off = Math.sqrt(radius * radius - (length * length) / 4);
  const [mx, my] = [x + (Math.cos(turn) * length) / 2, y + (Math.sin(turn) * length) / 2];
  const [nx, ny] = [-Math.sin(turn) * off, Math.cos(turn) * off];
  return both(circle(mx + nx, my + ny, radius), circle(mx - nx, my - ny, radius));
}
