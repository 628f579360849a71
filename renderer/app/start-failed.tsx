import { toAppError } from '../lib/api.ts';
import { EmptyState, ErrorState } from '../ui/states.tsx';
import { ThemeProvider } from '../ui/theme.tsx';
import { keyLost } from './key-lost.ts';
import './start-failed.css';

/** The page could not reach the back end at all, or has no key for it: says so, and where to go. */
export function StartFailed({ error }: { error: unknown }) {
  // without a key trying again changes nothing, so there is no button for it
  const locked = toAppError(error).kind === 'unauthorized';
  return (
    <ThemeProvider choice="system">
      <main className="start-failed">
        {locked ? <EmptyState title={keyLost.title} hint={keyLost.hint} /> : <ErrorState error={error} onRetry={() => location.reload()} />}
      </main>
    </ThemeProvider>
  );
}
