import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import type { RuleCount, Sample, SegmentRule } from '../../../../shared/contracts/segments.ts';
import { trpc } from '../../../lib/api.ts';
import { count, percent, spokenAgo } from '../../../lib/format.ts';
import { ChevronDownIcon } from '../../../ui/icons.tsx';
import { LevelPill } from '../../../ui/level.tsx';
import { Why } from './why.tsx';

export interface PeoplePanelProps {
  /** null = nothing is filled in, or what is named is gone */
  rule: SegmentRule | null;
  told: RuleCount | undefined;
  broken: boolean;
  /** opens the list of friends; null = the rule as it stands is not saved */
  onOpen: (() => void) | null;
  onFriend: (id: number) => void;
}

const shown = 20;

type Row = Sample['rows'][number];

function Person({
  row,
  rule,
  open,
  onToggle,
  onFriend,
}: {
  row: Row;
  rule: SegmentRule;
  open: boolean;
  onToggle: () => void;
  onFriend: () => void;
}) {
  return (
    <li className="person">
      <div className="person-line">
        <button type="button" className="link-button person-name" onClick={onFriend}>
          {row.name}
        </button>
        <button type="button" className="person-why" aria-expanded={open} aria-label={`${row.name}：为什么`} onClick={onToggle}>
          为什么
          <ChevronDownIcon width="12" height="12" />
        </button>
      </div>
      <div className="person-about">
        <LevelPill level={row.trustLevel} />
        <span>{row.lastContactAt === null ? '没联系过' : `${spokenAgo(row.lastContactAt)}联系过`}</span>
      </div>
      {open && <Why rule={rule} friendId={row.id} />}
    </li>
  );
}

/** Looks one friend up: is she in, and why. */
function LookUp({ rule, onFriend }: { rule: SegmentRule; onFriend: (id: number) => void }) {
  const [text, setText] = useState('');
  const [openId, setOpenId] = useState<number | null>(null);
  const wanted = text.trim();
  const { data } = useQuery({
    ...trpc.friends.list.queryOptions({
      filter: { text: wanted, archived: 'any' },
      sort: { key: 'name', direction: 'asc' },
      offset: 0,
      limit: 5,
    }),
    enabled: wanted !== '',
    placeholderData: keepPreviousData,
  });
  return (
    <div className="look-up">
      <Input
        size="small"
        allowClear
        aria-label="查一位好友在不在里面"
        placeholder="查一位好友在不在里面"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {wanted !== '' && data && (
        <ul aria-label="查到的好友">
          {data.rows.map((row) => (
            <Person
              key={row.id}
              row={row}
              rule={rule}
              open={openId === row.id || data.rows.length === 1}
              onToggle={() => setOpenId(openId === row.id ? null : row.id)}
              onFriend={() => onFriend(row.id)}
            />
          ))}
          {data.rows.length === 0 && <li className="rule-hint">没有找到「{wanted}」</li>}
        </ul>
      )}
    </div>
  );
}

function People({ rule, onFriend }: { rule: SegmentRule; onFriend: (id: number) => void }) {
  const [openId, setOpenId] = useState<number | null>(null);
  const { data } = useQuery({ ...trpc.segments.sample.queryOptions({ rule, offset: 0, limit: shown }), placeholderData: keepPreviousData });
  if (!data) return null;
  return (
    <>
      <ul className="people" aria-label="里面的人">
        {data.rows.map((row) => (
          <Person
            key={row.id}
            row={row}
            rule={rule}
            open={openId === row.id}
            onToggle={() => setOpenId(openId === row.id ? null : row.id)}
            onFriend={() => onFriend(row.id)}
          />
        ))}
      </ul>
      {data.total > shown && <p className="rule-hint">这里是最近联系过的 {shown} 位</p>}
    </>
  );
}

/** Who is in it now: how many, some of them, and why. */
export function PeoplePanel({ rule, told, broken, onOpen, onFriend }: PeoplePanelProps) {
  const total = told?.total ?? null;
  return (
    <aside className="segment-people" aria-label="里面的人">
      <div className="segment-total" aria-live="polite">
        {broken ? (
          <p className="segment-broken">用到的东西已经删除，现在不算任何人</p>
        ) : total === null ? (
          <p className="rule-hint">{rule === null ? '加一个条件，就知道有多少人。' : '正在数…'}</p>
        ) : (
          <p>
            <b>{count(total)}</b> 位好友
            {told && told.of > 0 && <span className="rule-hint">，占 {percent(total / told.of)}</span>}
          </p>
        )}
        {total !== null && total > 0 && !broken && (
          <Button
            size="small"
            disabled={onOpen === null}
            title={onOpen === null ? '先保存，再看名单' : undefined}
            onClick={() => onOpen?.()}
          >
            看这 {count(total)} 位
          </Button>
        )}
      </div>
      {rule !== null && !broken && total !== null && (
        <>
          <LookUp rule={rule} onFriend={onFriend} />
          <People rule={rule} onFriend={onFriend} />
        </>
      )}
    </aside>
  );
}
