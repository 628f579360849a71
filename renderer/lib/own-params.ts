import { useCallback, useContext } from 'react';
import { UNSAFE_DataRouterContext, useSearchParams } from 'react-router';

/**
 * The part of the address behind the question mark, for a page that writes it a moment later than the screen.
 * Once she is on her way to another page nothing is written any more: it would call her back. The router itself is
 * asked, because its hooks learn of a navigation only with the next drawing.
 */
export function useOwnParams(): [URLSearchParams, (next: URLSearchParams | string) => void] {
  const [params, setParams] = useSearchParams();
  const router = useContext(UNSAFE_DataRouterContext)?.router;
  const write = useCallback(
    (next: URLSearchParams | string) => {
      const goal = router?.state.navigation.location;
      if (goal === undefined || goal.pathname === router?.state.location.pathname) setParams(next, { replace: true });
    },
    [router, setParams],
  );
  return [params, write];
}
