/** A drawing as an image, in px of the page. */
export interface Piece {
  image: HTMLImageElement;
  width: number;
  height: number;
  /** what it is, where the page says so beside it (its `data-picture`) */
  caption: string;
}

/** What the page's style sheets decide about a drawing; an image of it has none of them. */
const looks = [
  ...['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-opacity', 'stroke-dasharray', 'stroke-linecap', 'stroke-linejoin'],
  ...['opacity', 'font-family', 'font-size', 'font-weight', 'text-anchor', 'dominant-baseline'],
] as const;

/** A copy that carries its looks as attributes, with its size on the page. */
function bareSvg(svg: SVGSVGElement): SVGSVGElement {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const [from, to] = [
    [svg, ...svg.querySelectorAll('*')],
    [copy, ...copy.querySelectorAll('*')],
  ];
  for (const [at, element] of from.entries()) {
    const style = getComputedStyle(element);
    const bare = to[at]!;
    for (const name of looks) bare.setAttribute(name, style.getPropertyValue(name));
    for (const name of ['class', 'style']) bare.removeAttribute(name);
  }
  const { width, height } = svg.getBoundingClientRect();
  if (!copy.hasAttribute('viewBox')) copy.setAttribute('viewBox', `0 0 ${width} ${height}`);
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  return copy;
}

export async function pictureOf(svg: SVGSVGElement): Promise<Piece> {
  const bare = bareSvg(svg);
  const url = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(bare)], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const { width, height } = svg.getBoundingClientRect();
    return { image, width, height, caption: svg.dataset['picture'] ?? '' };
  } finally {
    URL.revokeObjectURL(url);
  }
}
