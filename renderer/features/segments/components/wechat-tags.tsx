import { useState } from 'react';
import type { Audience } from '../../../../shared/contracts/segments.ts';
import { useTagBook } from '../../../lib/book.ts';
import { levelWords } from '../../../lib/words.ts';
import { CheckIcon } from '../../../ui/icons.tsx';
import { useSegments } from '../queries.ts';

export interface WechatTagsProps {
  audience: Audience;
  /** offers to give a tag to everybody of a segment or level, which WeChat does not know */
  onTurn?: (set: { what: 'segment' | 'level'; id: number }) => void;
}

/** What has to be ticked in WeChat by hand so that the same people see a post there. Ticks here are for her alone and are not kept. */
export function WechatTags({ audience, onTurn }: WechatTagsProps) {
  const tags = useTagBook();
  const segments = useSegments();
  const [done, setDone] = useState<ReadonlySet<number>>(new Set());
  const { mode, tagIds, levels, segmentIds } = audience;
  if (mode === 'all' || tagIds.length + levels.length + segmentIds.length === 0) return null;
  const unknown = [
    ...segmentIds.map((id) => ({ what: 'segment' as const, id, name: `人群「${segments.byId.get(id)?.name ?? '已删除'}」` })),
    ...levels.map((id) => ({ what: 'level' as const, id, name: `等级「${levelWords[id] ?? ''}」` })),
  ];
  const tick = (id: number) =>
    setDone((old) => {
      const next = new Set(old);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  return (
    <div className="wechat-tags">
      <p className="wechat-tags-how">
        在微信里：发朋友圈 → 谁可以看 → <b>{mode === 'only' ? '部分可见' : '不给谁看'}</b>
        {tagIds.length > 0 && '，勾上这些标签'}
      </p>
      {tagIds.length > 0 && (
        <ul aria-label="要在微信里勾的标签">
          {tagIds.map((id) => (
            <li key={id}>
              <label className="wechat-tag">
                <input type="checkbox" className="over-input" checked={done.has(id)} onChange={() => tick(id)} />
                <span className={done.has(id) ? 'check-box on' : 'check-box'} aria-hidden="true">
                  {done.has(id) && <CheckIcon width="12" height="12" />}
                </span>
                <span>{tags.byId.get(id)?.name ?? '已删除的标签'}</span>
              </label>
            </li>
          ))}
        </ul>
      )}
      {unknown.map(({ what, id, name }) => (
        <p key={`${what} ${id}`} className="wechat-tags-unknown">
          微信不认识{name}。
          {onTurn && (
            <button type="button" className="link-button" onClick={() => onTurn({ what, id })}>
              给这些人打上标签
            </button>
          )}
        </p>
      ))}
    </div>
  );
}
