import { Button, InputNumber } from 'antd';
import { useState } from 'react';
import type { TitleTest } from '../../../../shared/contracts/title-tests.ts';
import { fewShown } from '../../../../shared/domain/post-results.ts';
import { publishChannelWords } from '../../../../shared/domain/words.ts';
import { count, percent, spokenDay } from '../../../lib/format.ts';
import { EmptyState, ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { useCloseTitleTest, useCountTitle, useTitleTests } from '../title-tests.ts';
import { BeginTitleTest } from './begin-title-test.tsx';
import './title-tests.css';

/** 哪个标题好: titles of a piece against each other, and a winner only where chance could hardly have made one. */
export function TitleTests() {
  const tests = useTitleTests();
  const [beginning, setBeginning] = useState(false);
  const begin = (
    <Button size="small" onClick={() => setBeginning(true)}>
      试几个标题
    </Button>
  );
  const open = tests.data?.filter(({ closedAt }) => closedAt === null) ?? [];
  const closed = tests.data?.filter(({ closedAt }) => closedAt !== null) ?? [];
  return (
    <section className="insight" aria-labelledby="titles-title">
      <header>
        <h2 id="titles-title">哪个标题好？</h2>
        {tests.data && tests.data.length > 0 && begin}
      </header>
      {tests.error && !tests.data ? <ErrorState error={tests.error} onRetry={() => void tests.refetch()} /> : null}
      {!tests.data && !tests.error && <LoadingSkeleton rows={3} height={32} />}
      {tests.data?.length === 0 && (
        <EmptyState
          title="还没有比过标题"
          hint="同一条内容取两三个标题，换着发，记下多少人看到、多少人回应，就知道哪个真的好。"
          action={begin}
        />
      )}
      {open.map((test) => (
        <OpenTest key={test.id} test={test} />
      ))}
      {closed.length > 0 && (
        <details className="title-closed">
          <summary>比完的 {count(closed.length)} 次</summary>
          <ul>
            {closed.map((test) => (
              <li key={test.id}>
                <b>{test.piece}</b> · {publishChannelWords[test.channel]} · {spokenDay(test.closedAt!)}结束
                <p>{verdictText(test)}</p>
              </li>
            ))}
          </ul>
        </details>
      )}
      {beginning && <BeginTitleTest onClose={() => setBeginning(false)} />}
    </section>
  );
}

function OpenTest({ test }: { test: TitleTest }) {
  const close = useCloseTitleTest();
  const winner = test.verdict.kind === 'winner' ? test.verdict.index : null;
  return (
    <article className="title-test" aria-label={`${test.piece}，${publishChannelWords[test.channel]}`}>
      <h3>
        {test.piece} <small>{publishChannelWords[test.channel]}</small>
      </h3>
      <table>
        <thead>
          <tr>
            <th scope="col">标题</th>
            <th scope="col">看到</th>
            <th scope="col">回应</th>
            <th scope="col">回应率</th>
            <th scope="col">
              <span className="sr-only">选它</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {test.arms.map((arm, at) => (
            <Arm
              key={arm.id}
              arm={arm}
              isWinner={at === winner}
              disabled={close.isPending}
              onUse={() => close.mutate({ id: test.id, armId: arm.id })}
            />
          ))}
        </tbody>
      </table>
      <footer>
        <p role="status" data-verdict={test.verdict.kind}>
          {verdictText(test)}
        </p>
        <Button size="small" disabled={close.isPending} onClick={() => close.mutate({ id: test.id, armId: null })}>
          不选了，结束
        </Button>
      </footer>
    </article>
  );
}

interface ArmProps {
  arm: TitleTest['arms'][number];
  isWinner: boolean;
  disabled: boolean;
  onUse: () => void;
}

/** What she typed over a number of the book, until the book has another one (hers, or the one before by undo). */
function useTyped(saved: number): [number, (typed: number) => void] {
  const [over, setOver] = useState<{ saved: number; typed: number } | null>(null);
  return [over?.saved === saved ? over.typed : saved, (typed) => setOver({ saved, typed })];
}

/** One title with what she counted; written as soon as a field is left. */
function Arm({ arm, isWinner, disabled, onUse }: ArmProps) {
  const save = useCountTitle();
  const [shown, setShown] = useTyped(arm.shown);
  const [responded, setResponded] = useTyped(arm.responded);
  const tooMany = responded > shown;
  const commit = () => {
    if (tooMany || (shown === arm.shown && responded === arm.responded)) return;
    // when it is refused, that is said, and the figures are still here
    save.mutate({ armId: arm.id, shown, responded });
  };
  const field = (value: number, onChange: (value: number) => void, label: string, isWrong: boolean) => (
    <InputNumber
      aria-label={`「${arm.title}」${label}`}
      size="small"
      min={0}
      max={10_000_000}
      precision={0}
      controls={false}
      status={isWrong ? 'error' : ''}
      value={value}
      onFocus={(event) => event.target.select()}
      onChange={(next) => onChange(next ?? 0)}
      onBlur={commit}
      onPressEnter={commit}
    />
  );
  return (
    <tr data-winner={isWinner}>
      <th scope="row">{arm.title}</th>
      <td>{field(shown, setShown, '看到的人数', false)}</td>
      <td>{field(responded, setResponded, '回应的人数', tooMany)}</td>
      <td>{tooMany ? <span role="alert">回应的不会比看到的多</span> : shown > 0 ? percent(responded / shown) : '–'}</td>
      <td>
        <Button size="small" type={isWinner ? 'primary' : 'default'} aria-label={`用它：${arm.title}`} disabled={disabled} onClick={onUse}>
          用它
        </Button>
      </td>
    </tr>
  );
}

/** What may honestly be said. */
function verdictText({ arms, verdict }: Pick<TitleTest, 'arms' | 'verdict'>): string {
  if (verdict.kind === 'winner') {
    const chance = Math.max(1, Math.ceil(verdict.chance * 100));
    return `「${arms[verdict.index]?.title ?? ''}」赢了，碰巧的可能不到 ${chance}%`;
  }
  if (verdict.missing > 0) return `太少，每个标题至少要 ${fewShown} 人看到，最少的那个还差 ${count(verdict.missing)} 人`;
  return '看不出差别：现在的高低可能只是碰巧';
}
