import { useShortcuts } from '../../lib/keys.ts';

export interface ReAddActions {
  next(): void;
  previous(): void;
  copyPhone(): void;
  copyId(): void;
  copyWords(): void;
  asked(): void;
  notFound(): void;
  skip(): void;
}

/** Keys of the list of people who are asked again. */
export function useReAddKeys(actions: ReAddActions, enabled: boolean): void {
  useShortcuts('封号急救', [
    { keys: ['j', 'ArrowDown'], label: '下一位', run: actions.next, enabled },
    { keys: ['k', 'ArrowUp'], label: '上一位', run: actions.previous, enabled },
    { keys: 'p', label: '复制电话', run: actions.copyPhone, enabled },
    { keys: 'w', label: '复制微信号', run: actions.copyId, enabled },
    { keys: 'c', label: '复制要说的话', run: actions.copyWords, enabled },
    { keys: 'a', label: '记为已申请', run: actions.asked, enabled },
    { keys: 'x', label: '记为找不到', run: actions.notFound, enabled },
    { keys: 's', label: '跳过', run: actions.skip, enabled },
  ]);
}
