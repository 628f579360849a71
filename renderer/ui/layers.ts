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
