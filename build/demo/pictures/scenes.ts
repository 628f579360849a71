import { box, Canvas, circle, ellipse, everywhere, flat, polygon, round, vertical } from './canvas.ts';
import {
  basket,
  checkedCloth,
  crate,
  cushion,
  fruit,
  glow,
  jar,
  leaf,
  mug,
  orange,
  parcel,
  plate,
  shadow,
  side,
  skins,
  slice,
  table,
  wall,
} from './things.ts';

type Scene = (canvas: Canvas) => void;

const oneOrange: Scene = (c) => {
  wall(c, '#fdeed6', '#f9d7a8');
  glow(c, 130, 110, 420);
  table(c, 335, '#e9bf8a', '#c98f55');
  orange(c, 240, 270, 118, -0.5);
};

const crateOfOranges: Scene = (c) => {
  wall(c, '#e4f0ec', '#bcd9cf');
  glow(c, 380, 80, 380);
  table(c, 370, '#d9b48a', '#a87b4b');
  for (const [x, y, turn] of [
    [150, 190, null],
    [240, 168, -0.6],
    [330, 190, null],
    [110, 236, null],
    [196, 230, null],
    [284, 228, -2.5],
    [370, 236, null],
  ] as const)
    orange(c, x, y, 54, turn, false);
  crate(c, 240, 250, 370, 158);
};

const plateOnCloth: Scene = (c) => {
  wall(c, '#eaf3f8', '#d5e6ef');
  checkedCloth(c, 270, '#fbf6ec', '#e58f5a');
  plate(c, 240, 365, 350);
  orange(c, 170, 296, 64, null);
  orange(c, 305, 300, 62, -0.4);
  orange(c, 238, 318, 68, -2.6);
};

const slices: Scene = (c) => {
  wall(c, '#fff4df', '#ffe2b0');
  slice(c, 165, 170, 120);
  slice(c, 345, 285, 110, '#e2571f', '#ff8a5c', 9);
  slice(c, 160, 390, 84, '#f3c622', '#fff0a0', 8);
  leaf(c, 330, 120, 90, -0.5);
  leaf(c, 336, 122, 80, 0.35);
};

const lemons: Scene = (c) => {
  wall(c, '#e2f1f6', '#b4d8e6');
  table(c, 320, '#f4f7f8', '#cfdde2');
  for (const [x, y, r] of [
    [155, 280, 72],
    [320, 275, 78],
  ] as const) {
    fruit(c, x, y, r, skins.lemon);
    c.fill(ellipse(x + r * 0.98, y - 4, r * 0.16, r * 0.12), flat('#e5bb1f'));
  }
  slice(c, 240, 365, 66, '#f3c622', '#fff3ae', 9);
  leaf(c, 320, 200, 86, -0.7, '#9ccc65', '#4f8a36');
};

const applesAndPear: Scene = (c) => {
  wall(c, '#f7e3dd', '#e9c1b4');
  glow(c, 90, 90, 380);
  table(c, 340, '#c99a73', '#936743');
  c.fill(ellipse(352, 205, 40, 62), round(335, 180, 90, '#dfe67a', '#a9b840'));
  fruit(c, 352, 290, 78, skins.pear);
  fruit(c, 150, 290, 82, skins.apple);
  fruit(c, 246, 318, 74, skins.apple);
  for (const [x, y] of [
    [150, 212],
    [246, 248],
    [352, 146],
  ] as const)
    c.fill(box(x + 4, y - 6, 6, 34, 3, 0.2), flat('#6b4522'));
  leaf(c, 154, 206, 62, -0.4);
};

const fruitBasket: Scene = (c) => {
  wall(c, '#e9f0dc', '#c9dab0');
  glow(c, 360, 90, 360);
  table(c, 380, '#cfa578', '#9e7446');
  orange(c, 150, 205, 62, null, false);
  fruit(c, 335, 205, 62, skins.apple, false);
  fruit(c, 246, 178, 66, skins.pear, false);
  orange(c, 200, 238, 58, -2.2, false);
  fruit(c, 292, 240, 56, skins.plum, false);
  leaf(c, 256, 116, 80, -0.9);
  basket(c, 240, 262, 320, 148);
};

const jamJars: Scene = (c) => {
  wall(c, '#fbe9e0', '#f3cdb8');
  table(c, 350, '#b98b63', '#85603f');
  jar(c, 155, 280, 132, 176, '#ffab40', '#d9650b');
  jar(c, 318, 268, 140, 200, '#ef6c57', '#a5302a');
  orange(c, 232, 388, 46, -0.4);
};

const storageShelf: Scene = (c) => {
  wall(c, '#f2efe9', '#e2dccf');
  const palette = ['#8fb4a8', '#e0b26d', '#c98f7a', '#a9b7c9', '#e8d7b4', '#93a88a'];
  for (const [row, y] of [150, 300, 450].entries()) {
    c.fill(box(240, y, 430, 16, 4), vertical(y - 8, y + 8, '#d3a873', '#a87b49'));
    for (let n = 0; n < 3; n++) {
      const [x, code] = [104 + n * 136, palette[(row * 2 + n) % palette.length]!];
      const height = 92 - ((row + n) % 3) * 14;
      const cy = y - 8 - height / 2;
      c.fill(box(x, cy, 108, height, 10), flat(code));
      c.fill(box(x, cy - height / 2 + 10, 108, 20, 8), flat('#ffffff'), { alpha: 0.3 });
      c.fill(box(x, cy + 8, 38, 16, 8), flat('#fffaf0'), { alpha: 0.85 });
    }
  }
};

const cushions: Scene = (c) => {
  wall(c, '#e6ecef', '#cfd9de');
  glow(c, 110, 80, 360);
  c.fill(box(240, 400, 460, 170, 40), vertical(315, 480, '#8aa39b', '#5f7a72'));
  c.fill(box(240, 300, 420, 170, 36), vertical(215, 385, '#9bb3ab', '#7b958d'));
  cushion(c, 140, 320, 148, '#ffc98a', '#e08a3c', -0.12);
  cushion(c, 336, 322, 150, '#fdf6e6', '#d8c7a4', 0.14);
  cushion(c, 240, 344, 130, '#f2a48c', '#cf6a50', 0.03);
};

const morningMug: Scene = (c) => {
  wall(c, '#cfe6f3', '#f7ead0');
  c.fill(box(240, 165, 320, 250, 8), vertical(40, 290, '#bfe3f7', '#fdf1cf'));
  glow(c, 330, 110, 220, '#fff3b0', 0.9);
  for (const [x, y, w, h] of [
    [240, 165, 12, 250],
    [240, 165, 320, 12],
    [240, 40, 344, 16],
    [240, 292, 344, 18],
    [76, 165, 16, 260],
    [404, 165, 16, 260],
  ] as const)
    c.fill(box(x, y, w, h, 3), flat('#fbf8f1'));
  table(c, 345, '#d8ab7b', '#a97a4b');
  mug(c, 190, 330, 112);
  orange(c, 330, 360, 56, -0.5);
};

const parcels: Scene = (c) => {
  wall(c, '#eaf0f4', '#cbd8e1');
  table(c, 380, '#b7c1c8', '#8d99a2');
  parcel(c, 160, 168, 150, 84);
  parcel(c, 190, 300, 260, 180);
  parcel(c, 350, 345, 170, 110);
  orange(c, 300, 182, 30, -0.5);
};

const orchard: Scene = (c) => {
  c.fill(everywhere, vertical(0, 300, '#a9d8f0', '#fdf0cf'));
  glow(c, 370, 110, 240, '#fff2b0', 0.95);
  c.fill(circle(370, 110, 38), flat('#fff4c2'));
  c.fill(ellipse(110, 430, 330, 180), vertical(250, 480, '#a9cf76', '#6da04a'));
  c.fill(ellipse(400, 470, 330, 190), vertical(280, 480, '#8fbe5f', '#558a3d'));
  for (const [x, y, r] of [
    [80, 300, 44],
    [180, 330, 56],
    [320, 325, 60],
    [420, 350, 70],
    [60, 410, 66],
    [240, 420, 78],
  ] as const) {
    shadow(c, x, y + r * 1.1, r * 1.8, r * 0.4, 0.3);
    c.fill(box(x, y + r * 0.8, r * 0.2, r * 0.8, 3), flat('#7a5230'));
    c.fill(circle(x, y, r), round(x - r * 0.3, y - r * 0.4, r * 1.5, '#7fb850', '#2f6b30'));
    for (let n = 0; n < 7; n++) {
      const [turn, far] = [n * 2.4 + x, r * (0.25 + ((n * 37) % 50) / 90)];
      c.fill(circle(x + Math.cos(turn) * far, y + Math.sin(turn) * far, r * 0.11), round(x, y, r, '#ffb347', '#f0861a'));
    }
  }
};

const giftBox: Scene = (c) => {
  wall(c, '#fbe3dc', '#f2b9a8');
  glow(c, 240, 160, 440);
  table(c, 375, '#e9c7a3', '#c69a6b');
  shadow(c, 240, 395, 320, 40, 0.35);
  c.fill(box(240, 305, 270, 180, 8), vertical(215, 395, '#e2604a', '#b53a2c'));
  c.fill(box(240, 215, 296, 52, 8), vertical(189, 241, '#ee7761', '#cc4a38'));
  c.fill(box(240, 290, 40, 206), vertical(190, 395, '#ffe0a3', '#eab65c'));
  for (const way of [-1, 1]) {
    c.fill(ellipse(240 + way * 48, 166, 52, 28, way * -0.45), vertical(135, 195, '#ffe6b3', '#e3a94a'));
    c.fill(ellipse(240 + way * 50, 166, 26, 11, way * -0.45), flat('#b53a2c'), { alpha: 0.75 });
  }
  c.fill(circle(240, 182, 20), vertical(162, 202, '#fff0cc', '#e3a94a'));
  orange(c, 408, 372, 44, -0.5);
};

const kiwis: Scene = (c) => {
  wall(c, '#eef4e2', '#d3e2b8');
  table(c, 330, '#cda57b', '#a27a50');
  fruit(c, 140, 270, 76, skins.kiwi);
  fruit(c, 262, 250, 70, skins.kiwi);
  shadow(c, 330, 412, 210, 40);
  c.fill(ellipse(325, 345, 100, 84), flat('#8a6a3c'));
  c.fill(ellipse(325, 345, 92, 77), round(325, 345, 95, '#c5dc7c', '#7fae3a'));
  c.fill(ellipse(325, 345, 30, 24), round(325, 345, 32, '#fbf8dc', '#dfe9a6'));
  for (let n = 0; n < 26; n++) {
    const turn = (n / 26) * Math.PI * 2;
    const far = 1.28 + (n % 2) * 0.3;
    c.fill(ellipse(325 + Math.cos(turn) * 34 * far, 345 + Math.sin(turn) * 27 * far, 5, 2.6, turn), flat('#2e3a1a'));
  }
};

const fruitTea: Scene = (c) => {
  wall(c, '#fdf0e2', '#f5d0a6');
  table(c, 360, '#a9805a', '#7a573a');
  shadow(c, 230, 400, 200, 34);
  const glass = polygon([
    [150, 120],
    [310, 120],
    [290, 396],
    [170, 396],
  ]);
  c.fill(glass, flat('#ffffff'), { alpha: 0.5 });
  const tea = polygon([
    [155, 178],
    [305, 178],
    [287, 386],
    [173, 386],
  ]);
  c.fill(tea, vertical(178, 386, '#ffc35e', '#e2762a'), { alpha: 0.92 });
  slice(c, 205, 250, 40, '#f58a1f', '#ffc46b', 8);
  slice(c, 258, 318, 34, '#f3c622', '#fff0a0', 8);
  for (const [x, y] of [
    [205, 186],
    [262, 200],
    [234, 196],
  ] as const)
    c.fill(box(x, y, 34, 30, 7, x * 0.01), flat('#ffffff'), { alpha: 0.5 });
  c.fill(box(292, 130, 9, 200, 4, 0.22), flat('#e8604c'));
  leaf(c, 214, 128, 60, -2.3);
  leaf(c, 214, 128, 56, -1.2);
  orange(c, 392, 364, 52, -0.4);
};

/** File name and drawing of every picture, in the order of the demo file. */
export const scenes = {
  甜橙: oneOrange,
  整箱甜橙: crateOfOranges,
  餐桌果盘: plateOnCloth,
  切开的橙: slices,
  柠檬: lemons,
  苹果和梨: applesAndPear,
  水果篮: fruitBasket,
  手工果酱: jamJars,
  收纳架: storageShelf,
  抱枕: cushions,
  早晨的杯子: morningMug,
  打包发货: parcels,
  果园: orchard,
  礼盒: giftBox,
  猕猴桃: kiwis,
  水果茶: fruitTea,
} satisfies Record<string, Scene>;
export type SceneName = keyof typeof scenes;
export const sceneNames = Object.keys(scenes) as SceneName[];

/** Pixels a side: sharp enough for a picture of a moment, small enough for the package. */
export const pictureSize = 400;

/** One picture, square. */
export function drawScene(name: SceneName): Canvas {
  const canvas = new Canvas(pictureSize, side);
  scenes[name](canvas);
  return canvas;
}
