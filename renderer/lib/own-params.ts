import { useCallback, useContext } from 'react';
import { UNSAFE_DataRouterContext, useSearchParams } from 'react-router';

/**
 * The part of the address behind the question mark, for a page that keeps in it what is open.
 * Once she is on her way to another page nothing is written any more: it would call her back. The router itself is
 * asked, because its hooks learn of a navigation only with the next drawing.
 *
 * `draw`: 'at once' draws the new address before the next key can come, so that j, j goes two rows on; 'in turn' lets
 * keys overtake the drawing, for a page that keeps its place itself and writes the address only to be found again.
 */
export function useOwnParams(draw: 'at once' | 'in turn' = 'at once'): [URLSearchParams, (next: URLSearchParams | string) => void] {
  const [params, setParams] = useSearchParams();
  const router = useContext(UNSAFE_DataRouterContext)?.router;
  const write = useCallback(
    (next: URLSearchParams | string) => {
      const goal = router?.state.navigation.location;
      if (goal === undefined || goal.pathname === router?.state.location.pathname)
        setParams(next, { replace: true, flushSync: draw === 'at once' });
    },
    [router, setParams, draw],
  );
  return [params, write];
}
