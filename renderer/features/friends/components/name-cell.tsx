import { createContext, type ReactNode, useContext, useMemo } from 'react';
import type { FriendRow } from '../../../../shared/contracts/friends.ts';
import { aroundHit, type Ranges, useRanges } from '../highlight.ts';

/** What is being searched for, and where it stands in a text: names mark the part that answers it. */
export const Searched = createContext<{ text: string; rangesOf: (text: string) => Ranges }>({ text: '', rangesOf: () => [] });

/** Provides the search to the cells below. */
export function SearchedText({ value, children }: { value: string; children: ReactNode }) {
  const rangesOf = useRanges(value);
  const searched = useMemo(() => ({ text: value, rangesOf }), [value, rangesOf]);
  return <Searched value={searched}>{children}</Searched>;
}

function Marked({ text, ranges }: { text: string; ranges: Ranges }) {
  if (ranges.length === 0) return text;
  const parts: ReactNode[] = [];
  let end = 0;
  for (const [from, to] of ranges) {
    parts.push(text.slice(end, from), <mark key={from}>{text.slice(from, to)}</mark>);
    end = to;
  }
  return [...parts, text.slice(end)];
}

const otherFields = [
  ['nickname', '昵称'],
  ['remark', '备注名'],
  ['wxid', '微信 ID'],
  ['alias', '微信号'],
  ['phone', '手机'],
] as const;

/** The name, with the found part marked; found elsewhere, that field stands behind it. */
export function NameCell({ friend }: { friend: FriendRow }) {
  const { text: wanted, rangesOf } = useContext(Searched);
  const inName = wanted === '' ? [] : rangesOf(friend.name);
  const elsewhere =
    wanted === '' || inName.length > 0
      ? null
      : otherFields
          .filter(([field]) => friend[field] && friend[field] !== friend.name)
          .map(([field, label]) => ({ label, text: friend[field] ?? '', ranges: rangesOf(friend[field] ?? '') }))
          .find((hit) => hit.ranges.length > 0);
  const name = aroundHit(friend.name, inName, 9);
  const hint = elsewhere && aroundHit(elsewhere.text, elsewhere.ranges, 8);
  const whole = (
    <span className="cell-name-text" title={friend.name}>
      <Marked text={name.text} ranges={name.ranges} />
    </span>
  );
  if (!hint && friend.archivedAt === null) return whole;
  return (
    <span className="cell-name">
      {whole}
      {elsewhere && hint && (
        <small title={`${elsewhere.label} ${elsewhere.text}`}>
          {elsewhere.label} <Marked text={hint.text} ranges={hint.ranges} />
        </small>
      )}
      {friend.archivedAt !== null && <small className="cell-archived">已归档</small>}
    </span>
  );
}
