import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { defaultSettings, type SettingKey, type Settings, type SettingValue } from '../../../shared/contracts/settings.ts';
import { trpc } from '../../lib/api.ts';
import { notify } from '../../ui/toast.tsx';

/** Everything remembered about how she works; the first day's values while they are still being read. */
export function useSettings(): Settings {
  return useQuery(trpc.settings.all.queryOptions()).data ?? defaultSettings;
}

/** Whether the settings have come in: until then nothing may be decided by them. */
export function useSettingsReady(): { ready: boolean; error: unknown; retry: () => void } {
  const query = useQuery(trpc.settings.all.queryOptions());
  // asking again may fail: what is on the screen stays there, the shell says that nobody answers
  return { ready: query.data !== undefined, error: query.error, retry: () => void query.refetch() };
}

/** What is to be done when the book has answered, while whoever asked is still there and did not ask again. */
interface Answered {
  onSuccess?: () => void;
  onError?: () => void;
}

/** One setting and how to change it. The screen follows at once; the book is written behind it. */
export function useSetting<K extends SettingKey>(key: K): [SettingValue<K>, (value: SettingValue<K>, answered?: Answered) => void] {
  const settings = useSettings();
  const queryClient = useQueryClient();
  const { mutate } = useMutation(
    trpc.settings.set.mutationOptions({
      onError: (error) => {
        notify.failed(error);
        void queryClient.invalidateQueries({ queryKey: trpc.settings.all.queryKey() });
      },
    }),
  );
  const write = useCallback(
    (value: SettingValue<K>, answered?: Answered) => {
      queryClient.setQueryData(trpc.settings.all.queryKey(), (old) => ({ ...(old ?? defaultSettings), [key]: value }) as Settings);
      mutate({ key, value: value as never }, answered);
    },
    [key, mutate, queryClient],
  );
  return [settings[key] as SettingValue<K>, write];
}
