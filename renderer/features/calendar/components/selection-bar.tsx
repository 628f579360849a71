import { Button, DatePicker } from 'antd';
import { useRef, useState } from 'react';
import type { PostState } from '../../../../shared/contracts/calendar.ts';
import { dayNumber } from '../../../../shared/domain/wall-time.ts';
import { count, dayText } from '../../../lib/format.ts';
import { CloseIcon, CopyIcon, MoreIcon, TrashIcon } from '../../../ui/icons.tsx';
import { useRoomTaken } from '../../../ui/layers.ts';
import { Menu } from '../../../ui/menu.tsx';
import type { Selection } from '../selection.ts';
import type { PostActions } from '../use-post-actions.ts';

interface SelectionBarProps {
  selection: Selection;
  actions: PostActions;
}

/** What can be done with the posts that are chosen, each of it in one action that one undo takes back. */
export function SelectionBar(props: SelectionBarProps) {
  return props.selection.posts.length > 0 && <Chosen {...props} />;
}

function Chosen({ selection, actions }: SelectionBarProps) {
  const bar = useRef<HTMLElement>(null);
  useRoomTaken(bar, '--foot-height');
  const [asking, setAsking] = useState<'move' | 'copy' | null>(null);
  const { posts } = selection;
  const first = posts[0]?.scheduledAt ?? 0;
  const settle = (state: PostState) => actions.settle(posts, state);
  return (
    <section ref={bar} className="chosen-posts" aria-label="选中的内容">
      <b aria-live="polite">已选 {count(posts.length)} 条</b>
      <Button size="small" title="移到前一天（Alt+←）" onClick={() => actions.shift(posts, { days: -1, minutes: 0 })}>
        前一天
      </Button>
      <Button size="small" title="移到后一天（Alt+→）" onClick={() => actions.shift(posts, { days: 1, minutes: 0 })}>
        后一天
      </Button>
      <Button size="small" onClick={() => setAsking('move')}>
        移到…
      </Button>
      <Button size="small" icon={<CopyIcon />} onClick={() => setAsking('copy')}>
        复制到…
      </Button>
      {asking && (
        <DatePicker
          open
          size="small"
          aria-label={asking === 'move' ? '从哪天开始' : '复制到从哪天开始'}
          placeholder="第一条放到哪天"
          onOpenChange={(open) => !open && setAsking(null)}
          onChange={(day) => {
            setAsking(null);
            if (!day) return;
            const days = dayNumber(day.format('YYYY-MM-DD')) - dayNumber(dayText(first));
            if (asking === 'move') actions.shift(posts, { days, minutes: 0 });
            else actions.copy(posts, { days, minutes: 0 });
          }}
        />
      )}
      <Button size="small" type="primary" ghost onClick={() => settle('posted')}>
        标为已发
      </Button>
      <Menu
        sections={[
          [
            { key: 'scheduled', label: '改为已排' },
            { key: 'planned', label: '改为计划' },
            { key: 'skipped', label: '跳过' },
          ],
        ]}
        onChoose={settle}
      >
        {(button) => <Button {...button} size="small" icon={<MoreIcon />} aria-label="选中的内容改为…" />}
      </Menu>
      <Button
        size="small"
        danger
        icon={<TrashIcon />}
        title="删除（Delete），可以撤销"
        onClick={() => {
          actions.remove(posts);
          selection.clear();
        }}
      >
        删除
      </Button>
      <button type="button" className="icon-button" aria-label="取消选择" title="取消选择（Esc）" onClick={selection.clear}>
        <CloseIcon />
      </button>
    </section>
  );
}
