import { ErrorState } from '../ui/states.tsx';
import { ThemeProvider } from '../ui/theme.tsx';
import './start-failed.css';

/** The page could not reach the back end at all: says so, and where to go. */
export function StartFailed({ error }: { error: unknown }) {
  return (
    <ThemeProvider choice="system">
      <main className="start-failed">
        <ErrorState error={error} onRetry={() => location.reload()} />
      </main>
    </ThemeProvider>
  );
}
