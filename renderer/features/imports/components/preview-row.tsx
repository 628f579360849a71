import { useQuery } from '@tanstack/react-query';
import type { PreviewRow as Row } from '../../../../shared/contracts/imports.ts';
import { contactProblemText } from '../../../../shared/domain/contact-problems.ts';
import { trpc } from '../../../lib/api.ts';
import { useAccounts } from '../../../lib/book.ts';
import { dateText } from '../../../lib/format.ts';
import { Kbd } from '../../../ui/kbd.tsx';
import type { Answer } from '../counts.ts';
import { importActions, useImport } from '../store.ts';
import { answerWords, changeField, changeValue, fieldWords, matchText, noticeText, questionText } from '../words.ts';

/** What is new about a known friend: field, old → new; what the policy keeps is said to be kept. */
function Changes({ row }: { row: Row }) {
  const keeps = useImport((state) => state.policy === 'fillEmpty');
  return (
    <span className="import-changes">
      {Object.entries(row.changes).map(([field, [before, after]]) => {
        const name = changeField(field);
        const old = changeValue(field, before);
        const fresh = changeValue(field, after);
        if (old && keeps)
          return (
            <span key={field} className="kept" title={`${name}：保留「${old}」，文件里是「${fresh}」`}>
              <b>{name}</b>保留 {old}
            </span>
          );
        return (
          <span key={field} title={`${name}：${old || '（空）'} → ${fresh}`}>
            <b>{name}</b>
            {old && <del>{old}</del>}
            {old ? ' → ' : field === 'tags' ? '加上 ' : '补上 '}
            <ins>{fresh}</ins>
          </span>
        );
      })}
    </span>
  );
}

/** What the row says, in short. */
function Cells({ row }: { row: Row }) {
  const rest = Object.entries(row.cells).filter(([, value]) => value !== '' && value !== row.name);
  return (
    <span className="import-cells">
      {rest.map(([field, value]) => (
        <span key={field}>
          <i>{field in fieldWords ? changeField(field) : field}</i>
          {changeValue(field, value)}
        </span>
      ))}
    </span>
  );
}

const answers: readonly { value: Answer; keys: string }[] = [
  { value: 'same', keys: 'y' },
  { value: 'new', keys: 'n' },
  { value: 'skip', keys: 's' },
];

/** The friend in the book whom a doubtful row may be, with what tells people of one name apart. */
function OldFriend({ match }: { match: NonNullable<Row['match']> }) {
  const friend = useQuery(trpc.friends.get.queryOptions({ id: match.friendId })).data;
  const accounts = useAccounts();
  const facts =
    friend &&
    [
      friend.phone && `手机号 ${friend.phone}`,
      friend.alias && `微信号 ${friend.alias}`,
      friend.region,
      accounts.byId.get(friend.accountId)?.name,
      friend.addedAt === null ? `${dateText(friend.createdAt)}录入` : `${dateText(friend.addedAt)}加的`,
    ].filter(Boolean);
  return (
    <span className="import-old">
      <i>已有</i>
      <b>{match.name}</b>
      {facts?.join(' · ')}
    </span>
  );
}

/** The new row over the old friend, and three answers; without an own one the row follows the answer for the rest. */
function Question({ row, answer, current }: { row: Row; answer: Answer | undefined; current: boolean }) {
  const rest = useImport((state) => state.rest);
  return (
    <>
      <span className="import-question" title={questionText(row)}>
        <span className="import-fresh">
          <i>文件</i>
          {row.problem && <small>{noticeText(row.problem)} </small>}
          <Cells row={row} />
        </span>
        {row.match && <OldFriend match={row.match} />}
        {row.earlier && (
          <span className="import-old">
            <i>第 {row.earlier.line} 行</i>
            <b>{row.earlier.name}</b>
            手机号相同，名字不同
          </span>
        )}
      </span>
      <fieldset className="import-answers" aria-label={`「${row.name}」是谁`}>
        {answers.map(({ value, keys }) => (
          <button
            key={value}
            type="button"
            aria-pressed={answer === value}
            className={answer === undefined && rest === value ? 'by-rest' : undefined}
            title={answer === undefined && rest === value ? '还没单独定，跟着右边的选择' : undefined}
            tabIndex={current ? 0 : -1}
            onClick={() => importActions.answer(row.index, value)}
          >
            {answerWords[value]}
            {current && <Kbd keys={keys} />}
          </button>
        ))}
      </fieldset>
    </>
  );
}

function Meaning({ row }: { row: Row }) {
  const fileName = useImport((state) => state.inspection?.fileName ?? '');
  const notice = row.problem && <span className="import-problem">{noticeText(row.problem)}</span>;
  if (row.verdict === 'changed')
    return (
      <>
        <Changes row={row} />
        {notice}
      </>
    );
  if (row.verdict === 'unreadable' || row.verdict === 'leftOut')
    return (
      <>
        <span className="import-problem">{row.problem ? contactProblemText(row.problem, fileName) : '这一行读不了'}</span>
        <Cells row={row} />
      </>
    );
  if (row.verdict === 'same')
    return (
      <>
        <span className="import-quiet">{row.match ? `${matchText(row.match)}，没有新内容` : '没有新内容'}</span>
        {notice}
      </>
    );
  return (
    <>
      {row.verdict === 'repeated' && <span className="import-quiet">前面已有同一个人，合在一起</span>}
      <Cells row={row} />
      {notice}
    </>
  );
}

export interface PreviewRowProps {
  row: Row | null;
  top: number;
  height: number;
  /** the doubtful row that the keys answer */
  current: boolean;
  answer: Answer | undefined;
}

/** One row of the file: its line, its name, what will happen. `row` null = still being read. */
export function PreviewRow({ row, top, height, current, answer }: PreviewRowProps) {
  const style = { transform: `translateY(${top}px)`, height };
  if (!row) return <li className="import-row loading" style={style} aria-hidden="true" />;
  return (
    <li className={current ? 'import-row current' : 'import-row'} style={style} data-row={row.index}>
      <span className="import-line">第 {row.line} 行</span>
      <span className="import-name" title={row.name}>
        {row.name || '（没有名字）'}
      </span>
      {row.verdict === 'doubtful' ? <Question row={row} answer={answer} current={current} /> : <Meaning row={row} />}
    </li>
  );
}
