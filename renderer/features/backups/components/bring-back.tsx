import { Button, Checkbox, Input, Radio } from 'antd';
import { type ReactNode, useDeferredValue, useState } from 'react';
import type { BackupPerson, BackupPost } from '../../../../shared/contracts/bring-back.ts';
import { count, fullTime } from '../../../lib/format.ts';
import { fieldWords } from '../../../lib/words.ts';
import { ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { newJobId, useBackupPeople, useBackupPosts, useBringPeople, useBringPosts } from '../queries.ts';

export interface BringBackProps {
  lookId: string;
  onBack: () => void;
}

interface PickProps<T extends { id: number }> {
  /** what is looked for: 名字、微信号、电话 */
  placeholder: string;
  query: string;
  onQuery: (query: string) => void;
  found: { data: { rows: T[]; more: boolean } | undefined; error: unknown; refetch: () => unknown };
  /** said where nothing is found; without a word all is in the book */
  none: string;
  chosen: ReadonlySet<number>;
  onChosen: (ids: Set<number>) => void;
  /** whether the book lacks anything of it */
  lacking: (row: T) => boolean;
  children: (row: T) => ReactNode;
}

/** A search and a list of check boxes. */
function Pick<T extends { id: number }>({ placeholder, query, onQuery, found, none, chosen, onChosen, lacking, children }: PickProps<T>) {
  const { data, error, refetch } = found;
  const toggle = (id: number, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    onChosen(next);
  };
  return (
    <>
      <Input
        className="backup-secret"
        autoFocus
        allowClear
        aria-label={placeholder}
        placeholder={placeholder}
        value={query}
        onChange={(event) => onQuery(event.target.value)}
      />
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error && <LoadingSkeleton rows={4} />}
      {data && data.rows.length === 0 && (
        <p className="backup-bring-none" role="status">
          {query.trim() === '' ? none : '备份里没有找到'}
        </p>
      )}
      {data && data.rows.length > 0 && (
        <ul className="backup-bring" aria-label="备份里的">
          {data.rows.map((row) => (
            <li key={row.id}>
              <Checkbox checked={chosen.has(row.id)} disabled={!lacking(row)} onChange={(event) => toggle(row.id, event.target.checked)}>
                {children(row)}
              </Checkbox>
            </li>
          ))}
        </ul>
      )}
      {data?.more && <p className="dialog-note">只列出前 {count(data.rows.length)} 个，搜一下能找到别的。</p>}
    </>
  );
}

/** What hangs on somebody. */
const hangingKinds = [
  ['orders', '笔订单'],
  ['payments', '笔收付款'],
  ['touches', '次联系'],
  ['points', '条积分'],
  ['followUps', '条跟进'],
  ['referrals', '条转介绍'],
  ['notes', '条笔记'],
  ['tags', '个标签'],
] as const;

/** What the backup knows of somebody that does not stand in the book. */
function personText(person: BackupPerson): string {
  const { present, differences, account, wxid, phone } = person;
  const more = hangingKinds.flatMap(([kind, word]) => (person[kind] > 0 ? [`${count(person[kind])} ${word}`] : []));
  if (!present) return ['现在没有', `会放进「${account}」`, wxid ?? phone ?? '', ...more].filter(Boolean).join(' · ');
  const fields = differences.map(({ field, fills, theirs, ours }) => {
    const word = fieldWords[field] ?? field;
    if (theirs === null) return fills ? `${word}（现在空着）` : `${word}（不一样）`;
    return fills ? `${word}：${theirs}（现在空着）` : `${word}：${theirs}（现在是 ${ours ?? '别的'}）`;
  });
  const all = [...fields, ...more.map((one) => `多 ${one}`)];
  return all.length === 0 ? '现在也有，一样' : `现在也有，备份里 ${all.join('；')}`;
}

/** Single people out of a backup. */
export function BringPeople({ lookId, onBack }: BringBackProps) {
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState<Set<number>>(new Set());
  const [mode, setMode] = useState<'fill' | 'replace'>('fill');
  const found = useBackupPeople(lookId, useDeferredValue(query));
  const bring = useBringPeople();
  const rows = found.data?.people ?? [];
  const picked = rows.filter(({ id }) => chosen.has(id));
  const clash = picked.some(({ differences }) => differences.some(({ fills }) => !fills));
  const done = () => {
    setChosen(new Set());
    void found.refetch();
  };
  return (
    <>
      <p className="dialog-text">
        带回资料、标签、笔记、订单、收付款、联系记录、积分、跟进和谁带来谁（两边都在才带），已经有的不会重复，可以撤销。等级的经过、对建议的回答只给现在没有的人带回，现在有的人等级不动。
      </p>
      <p className="dialog-text">聊天不带：簿子里还有的，按微信号自己认回来；已经没有的，重新导入，或者整份恢复。</p>
      <Pick
        placeholder="名字、微信号、电话"
        lacking={(person) => !person.present || person.differences.length > 0 || hangingKinds.some(([kind]) => person[kind] > 0)}
        none="备份里的人现在都在。要看谁的资料变了，搜名字。"
        {...{ query, chosen }}
        onQuery={setQuery}
        onChosen={setChosen}
        found={{ ...found, data: found.data && { rows, more: found.data.more } }}
      >
        {(person) => (
          <>
            <b>{person.name}</b>
            <small>{personText(person)}</small>
          </>
        )}
      </Pick>
      {clash && (
        <Radio.Group
          className="backup-bring-mode"
          aria-label="不一样的地方"
          value={mode}
          onChange={(event) => setMode(event.target.value)}
          options={[
            { value: 'fill', label: '不一样的留现在的，只补空着的' },
            { value: 'replace', label: '不一样的换成备份里的' },
          ]}
        />
      )}
      <div className="dialog-foot backup-step-foot">
        <Button onClick={onBack}>返回</Button>
        <Button
          type="primary"
          disabled={picked.length === 0}
          loading={bring.isPending}
          onClick={() => bring.mutate({ lookId, ids: picked.map(({ id }) => id), mode: clash ? mode : 'fill' }, { onSuccess: done })}
        >
          带回 {picked.length > 0 ? `${count(picked.length)} 位` : ''}
        </Button>
      </div>
    </>
  );
}

const postText = ({ scheduledAt, account, pictures, present }: BackupPost): string =>
  [fullTime(scheduledAt), account, pictures > 0 ? `${pictures} 张图` : '', present ? '现在也有' : '现在没有'].filter(Boolean).join(' · ');

/** Single posts out of a backup, with their pictures. */
export function BringPosts({ lookId, onBack }: BringBackProps) {
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState<Set<number>>(new Set());
  const found = useBackupPosts(lookId, useDeferredValue(query));
  const bring = useBringPosts();
  const rows = found.data?.posts ?? [];
  const picked = rows.filter(({ id, present }) => chosen.has(id) && !present);
  const done = () => {
    setChosen(new Set());
    void found.refetch();
  };
  return (
    <>
      <p className="dialog-text">连图片一起带回日历，可以撤销。记下的效果（赞、评论、成交）不带，要用整份恢复。</p>
      <Pick
        placeholder="内容里的字"
        lacking={({ present }) => !present}
        none="备份里的内容现在都在。"
        {...{ query, chosen }}
        onQuery={setQuery}
        onChosen={setChosen}
        found={{ ...found, data: found.data && { rows, more: found.data.more } }}
      >
        {(post) => (
          <>
            <b>{post.title || post.text.slice(0, 60)}</b>
            <small>{postText(post)}</small>
          </>
        )}
      </Pick>
      <div className="dialog-foot backup-step-foot">
        <Button onClick={onBack}>返回</Button>
        <Button
          type="primary"
          disabled={picked.length === 0}
          loading={bring.isPending}
          onClick={() => bring.mutate({ lookId, ids: picked.map(({ id }) => id), jobId: newJobId() }, { onSuccess: done })}
        >
          带回 {picked.length > 0 ? `${count(picked.length)} 条` : ''}
        </Button>
      </div>
    </>
  );
}
