import { Button, Select } from 'antd';
import { useState } from 'react';
import type { SaveFoundInput, SolitaireList, SolitaireReading, SolitaireSaved } from '../../../../shared/contracts/orders-solitaire.ts';
import { count } from '../../../lib/format.ts';
import { notify } from '../../../ui/toast.tsx';
import { useSendOnce } from '../../../ui/use-send-once.ts';
import { type Answers, pricesGiven } from '../solitaire-answers.ts';
import { SolitaireReview } from './solitaire-review.tsx';

/** What she decided about one list, as it is sent. */
export type Decisions = Omit<SaveFoundInput, 'messageId'>;

export interface SolitaireChoice {
  list: SolitaireList | undefined;
  index: number;
  answers: Answers;
  prices: Record<string, string>;
  setAnswers: (answers: Answers) => void;
  setPrices: (prices: Record<string, string>) => void;
  /** another list of the text; its answers begin anew */
  choose: (index: number) => void;
  decisions: () => Decisions | null;
}

/** Which list of a reading is looked at, and what she said about it. */
export function useSolitaireChoice(reading: SolitaireReading | null | undefined): SolitaireChoice {
  const [index, setIndex] = useState(0);
  const [answers, setAnswers] = useState<Answers>({});
  const [prices, setPrices] = useState<Record<string, string>>({});
  const list = reading?.lists[index];
  return {
    ...{ list, index, answers, prices, setAnswers, setPrices },
    choose(at) {
      setIndex(at);
      setAnswers({});
      setPrices({});
    },
    decisions: () => (list ? { index: list.index, on: null, prices: pricesGiven(list, answers, prices), answers } : null),
  };
}

export interface SolitaireListsProps {
  accountId: number;
  reading: SolitaireReading;
  choice: SolitaireChoice;
}

/** The lists of a reading, one at a time. */
export function SolitaireLists({ accountId, reading, choice }: SolitaireListsProps) {
  const { list, index, answers, prices, setAnswers, setPrices, choose } = choice;
  return (
    <>
      {reading.lists.length > 1 && (
        <Select<number>
          aria-label="哪一个接龙"
          value={index}
          options={reading.lists.map((one, at) => ({ value: at, label: `${one.title || '没有标题'}（${one.count.standing} 单）` }))}
          onChange={choose}
        />
      )}
      {list && (
        <SolitaireReview accountId={accountId} list={list} answers={answers} onAnswers={setAnswers} prices={prices} onPrices={setPrices} />
      )}
    </>
  );
}

function saidOf({ added, changed, joined, withdrawn, withdrawnPaid, unpriced }: SolitaireSaved): string {
  const parts = [
    added > 0 && `新记 ${count(added)} 单`,
    changed > 0 && `${count(changed)} 单有改动`,
    joined > 0 && `${count(joined)} 单和你自己记的并成一单`,
    withdrawn > 0 && `${count(withdrawn)} 单退出`,
    withdrawnPaid > 0 && `${count(withdrawnPaid)} 单退出但已付款，记得退钱`,
    unpriced > 0 && `${count(unpriced)} 单还没有价钱`,
  ].filter(Boolean);
  return parts.length > 0 ? `接龙已存好：${parts.join('，')}` : '和上次一样，没有新的';
}

export interface SaveSolitaireProps {
  choice: SolitaireChoice;
  save: (decisions: Decisions) => Promise<SolitaireSaved>;
  busy: boolean;
  onSaved: (groupBuyId: number) => void;
}

/** Makes orders of the list as it stands on the screen: only this button does. */
export function SaveSolitaire({ choice, save, busy, onSaved }: SaveSolitaireProps) {
  const sendOnce = useSendOnce();
  const onSave = () => {
    const decisions = choice.decisions();
    if (!decisions) return;
    void sendOnce(async () => {
      const saved = await save(decisions);
      notify.done(saidOf(saved), saved.undoId);
      onSaved(saved.groupBuyId);
    });
  };
  return (
    <Button type="primary" loading={busy} disabled={!choice.list} onClick={onSave}>
      存成 {count(choice.list?.count.standing ?? 0)} 单
    </Button>
  );
}
