import { useRouteError } from 'react-router';
import { AppError } from '../../shared/errors.ts';
import { ErrorState } from '../ui/states.tsx';

/** A page broke while drawing: the rest of the program stays usable. */
export function PageFailed() {
  const error = useRouteError();
  return (
    <ErrorState
      error={error instanceof AppError ? error : new AppError('internal', {}, { cause: error })}
      onRetry={() => location.reload()}
    />
  );
}
