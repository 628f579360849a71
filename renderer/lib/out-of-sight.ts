import { create } from 'zustand';

/** Heard on the document: somebody does something in a window of the page's own. */
export const thereEvent = 'tiefen-there';

/** Whether the page is out of the document; what stands in a window of its own closes it then. */
export const useOutOfSight = create<{ out: boolean }>(() => ({ out: false }));

/**
 * Takes everything but `keep` out of the document, and what was looked for out of the address. It goes on living outside as it is, so
 * nothing half written is lost, and hears no key. @returns puts it back in its place
 */
export function takeOutOfSight(keep: Element): () => void {
  const { body, activeElement: focused } = document;
  const page = [...body.children].filter((each) => each !== keep && each.tagName !== 'SCRIPT');
  const parts = page.flatMap((each) => [each, ...each.querySelectorAll('*')]);
  const scrolled = parts.flatMap((each) => {
    const { scrollLeft: left, scrollTop: top } = each;
    return left === 0 && top === 0 ? [] : [{ each, left, top }];
  });
  const { hash } = location;
  // at the start nothing is drawn yet, and the address says what is to be
  const drawn = parts.length > page.length;
  if (drawn) history.replaceState(history.state, '', '#/');
  for (const each of page) each.remove();
  const silence = (event: Event) => {
    if (!keep.contains(event.target as Node)) event.stopPropagation();
  };
  window.addEventListener('keydown', silence, true);
  useOutOfSight.setState({ out: true });
  return () => {
    window.removeEventListener('keydown', silence, true);
    body.prepend(...page);
    for (const { each, left, top } of scrolled) each.scrollTo(left, top);
    if (drawn && location.hash === '#/') history.replaceState(history.state, '', hash);
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
    useOutOfSight.setState({ out: false });
    // whatever measured itself meanwhile was nowhere
    window.dispatchEvent(new Event('resize'));
  };
}
