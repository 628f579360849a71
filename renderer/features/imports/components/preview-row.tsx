import type { PreviewRow as Row } from '../../../../shared/contracts/imports.ts';
import { Kbd } from '../../../ui/kbd.tsx';
import type { Answer } from '../counts.ts';
import { importActions, useImport } from '../store.ts';
import { changeField, changeValue, fieldWords, matchText, problemWords } from '../words.ts';

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

const answers: readonly { value: Answer; label: string; keys: string }[] = [
  { value: 'same', label: '同一人', keys: 'y' },
  { value: 'new', label: '新好友', keys: 'n' },
  { value: 'skip', label: '跳过', keys: 's' },
];

/** Question and three answers for a row that may be somebody she knows. */
function Question({ row, answer, current }: { row: Row; answer: Answer | undefined; current: boolean }) {
  return (
    <>
      <span className="import-question" title={row.match ? matchText(row.match) : undefined}>
        {row.match?.by === 'remark'
          ? '已有备注一样的好友，是同一人吗？'
          : row.match
            ? `${matchText(row.match)}，是同一人吗？`
            : '可能是已有的好友，请你定'}
        {row.problem && <small> {problemWords[row.problem]}</small>}
      </span>
      <fieldset className="import-answers" aria-label={`「${row.name}」是谁`}>
        {answers.map(({ value, label, keys }) => (
          <button
            key={value}
            type="button"
            aria-pressed={answer === value}
            tabIndex={current ? 0 : -1}
            onClick={() => importActions.answer(row.index, value)}
          >
            {label}
            {current && <Kbd keys={keys} />}
          </button>
        ))}
      </fieldset>
    </>
  );
}

function Meaning({ row }: { row: Row }) {
  if (row.verdict === 'changed') return <Changes row={row} />;
  if (row.verdict === 'unreadable' || row.verdict === 'leftOut')
    return (
      <>
        <span className="import-problem">{row.problem ? problemWords[row.problem] : '这一行读不了'}</span>
        <Cells row={row} />
      </>
    );
  if (row.verdict === 'same')
    return <span className="import-quiet">{row.match ? `${matchText(row.match)}，没有新内容` : '没有新内容'}</span>;
  return (
    <>
      {row.verdict === 'repeated' && <span className="import-quiet">前面已有同一个人，合在一起</span>}
      <Cells row={row} />
      {row.problem && <span className="import-problem">{problemWords[row.problem]}</span>}
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
