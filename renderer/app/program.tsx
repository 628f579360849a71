import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense, useMemo } from 'react';
import { createHashRouter, Navigate, type RouteObject } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { beforeUpdateJob } from '../../shared/contracts/backups.ts';
import { salvageJob } from '../../shared/contracts/rescue.ts';
import { LockScreen, useLocked } from '../features/lock/index.ts';
import { useSettings, useSettingsReady } from '../features/settings/index.ts';
import { queryClient, toAppError } from '../lib/api.ts';
import { ErrorState } from '../ui/states.tsx';
import { ThemeProvider } from '../ui/theme.tsx';
import { Toaster } from '../ui/toast.tsx';
import { ConnectionScreen } from './connection-screen.tsx';
import { useEventBridge, useJobs } from './event-bridge.ts';
import { PageFailed } from './page-failed.tsx';
import { pages } from './pages/index.ts';
import { Shell } from './shell.tsx';

function routes(lastPage: string): RouteObject[] {
  const home = pages.find((page) => lastPage.startsWith(page.path)) ?? pages[0];
  return [
    // the small window of the desktop: nothing but the card of a send queue
    { path: '/mini', errorElement: <PageFailed />, lazy: async () => ({ Component: (await import('./mini.tsx')).default }) },
    {
      path: '/',
      element: <Shell />,
      errorElement: <PageFailed />,
      hydrateFallbackElement: <div />,
      children: [
        { index: true, element: home ? <Navigate to={home.path} replace /> : null },
        ...pages.map((page) => ({
          path: page.path.slice(1),
          errorElement: <PageFailed />,
          lazy: async () => ({ Component: (await page.load()).default }),
        })),
        { path: '*', element: <Navigate to="/" replace /> },
      ],
    },
  ];
}

function Pages() {
  const { 'app.lastPage': lastPage } = useSettings();
  // the last page matters only at the start: later changes must not rebuild the router
  // biome-ignore lint/correctness/useExhaustiveDependencies: read once
  const router = useMemo(() => createHashRouter(routes(lastPage)), []);
  return <RouterProvider router={router} />;
}

const RescueScreen = lazy(async () => ({ default: (await import('../features/rescue/index.ts')).RescueScreen }));
const UpdatingScreen = lazy(async () => ({ default: (await import('../features/rescue/index.ts')).UpdatingScreen }));

/** There is no book: the one screen that brings it back, and the word that the program has gone. */
function Rescue() {
  const job = useJobs(({ jobs }) => jobs[salvageJob]);
  return (
    <Suspense>
      <RescueScreen job={job} />
      <ConnectionScreen />
      <Toaster />
    </Suspense>
  );
}

/** The book is backed up before an update and opens by itself after that. */
function Updating({ onOver }: { onOver: () => void }) {
  const job = useJobs(({ jobs }) => jobs[beforeUpdateJob]);
  return (
    <Suspense>
      <UpdatingScreen job={job} onOver={onOver} />
      <ConnectionScreen />
    </Suspense>
  );
}

function Themed() {
  useEventBridge();
  const { 'app.theme': choice } = useSettings();
  const { ready, error, retry } = useSettingsReady();
  const refusal = !ready && error !== null ? toAppError(error).kind : null;
  const noBook = refusal === 'rescueMode';
  const isUpdating = refusal === 'updating';
  // at the start nothing is known yet but that nothing is answered
  const locked = useLocked(ready || refusal === 'appLocked') || refusal === 'appLocked';
  return (
    <ThemeProvider choice={choice}>
      {ready && <Pages />}
      {noBook && <Rescue />}
      {isUpdating && <Updating onOver={retry} />}
      {locked && <LockScreen />}
      {!ready && error !== null && !noBook && !isUpdating && !locked && (
        <main className="start-failed">
          <ErrorState error={error} onRetry={retry} />
        </main>
      )}
    </ThemeProvider>
  );
}

/** The whole page: data, colours, routes. */
export function Program() {
  return (
    <QueryClientProvider client={queryClient}>
      <Themed />
    </QueryClientProvider>
  );
}
