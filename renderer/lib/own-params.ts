import { useCallback, useLayoutEffect, useRef } from 'react';
import { useLocation, useNavigation, useSearchParams } from 'react-router';

/**
 * The part of the address behind the question mark, for a page that writes it a moment later than the screen.
 * Once she is on her way to another page nothing is written any more: it would call her back.
 */
export function useOwnParams(): [URLSearchParams, (next: URLSearchParams | string) => void] {
  const [params, setParams] = useSearchParams();
  const { pathname } = useLocation();
  const { location: goal } = useNavigation();
  const leaving = useRef(false);
  useLayoutEffect(() => {
    leaving.current = goal !== undefined && goal.pathname !== pathname;
  });
  const write = useCallback(
    (next: URLSearchParams | string) => {
      if (!leaving.current) setParams(next, { replace: true });
    },
    [setParams],
  );
  return [params, write];
}
