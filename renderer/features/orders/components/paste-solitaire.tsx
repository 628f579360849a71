import { useMutation } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import type { SolitaireReading, SolitaireSaved } from '../../../../shared/contracts/orders-solitaire.ts';
import { trpc } from '../../../lib/api.ts';
import { useAccounts } from '../../../lib/book.ts';
import { count } from '../../../lib/format.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { notify } from '../../../ui/toast.tsx';
import { useSendOnce } from '../../../ui/use-send-once.ts';
import { useSaveSolitaire } from '../mutations.ts';
import { type Answers, answersOf, priceKey, priceOf, SolitaireReview } from './solitaire-review.tsx';

export interface PasteSolitaireProps {
  /** words that are known already, e.g. from a chat */
  text?: string;
  onSaved: (groupBuyId: number) => void;
  onClose: () => void;
}

function saidOf({ added, changed, withdrawn, withdrawnPaid, unpriced }: SolitaireSaved): string {
  const parts = [
    added > 0 && `新记 ${count(added)} 单`,
    changed > 0 && `${count(changed)} 单有改动`,
    withdrawn > 0 && `${count(withdrawn)} 单退出`,
    withdrawnPaid > 0 && `${count(withdrawnPaid)} 单退出但已付款，记得退钱`,
    unpriced > 0 && `${count(unpriced)} 单还没有价钱`,
  ].filter(Boolean);
  return parts.length > 0 ? `接龙已存好：${parts.join('，')}` : '和上次一样，没有新的';
}

/** A 接龙 from the clipboard: read, looked through, saved as orders. Nothing is written before she says so. */
export function PasteSolitaire({ text: given = '', onSaved, onClose }: PasteSolitaireProps) {
  const { list: accounts } = useAccounts();
  const [accountId, setAccountId] = useState<number | null>(null);
  const [text, setText] = useState(given);
  const [reading, setReading] = useState<SolitaireReading | null>(null);
  const [index, setIndex] = useState(0);
  const [answers, setAnswers] = useState<Answers>({});
  const [prices, setPrices] = useState<Record<string, string>>({});
  const read = useMutation(trpc.solitaire.read.mutationOptions({ onError: notify.failed }));
  const save = useSaveSolitaire();
  const sendOnce = useSendOnce();
  const account = accountId ?? accounts[0]?.id;
  const found = reading?.lists[index];

  const onRead = () => {
    if (account === undefined || text.trim() === '') return;
    read.mutate(
      { accountId: account, text, at: null, conversationId: null },
      {
        onSuccess: (result) => {
          setReading(result);
          setIndex(0);
          setAnswers({});
          setPrices({});
        },
      },
    );
  };
  const onSave = () => {
    if (!found || account === undefined) return;
    void sendOnce(async () => {
      const saved = await save.mutateAsync({
        accountId: account,
        text,
        at: null,
        conversationId: null,
        index: found.index,
        on: null,
        prices: found.products.flatMap((product) => {
          const priceFen = priceOf(prices[priceKey(product)], product.priceFen);
          return priceFen === null ? [] : [{ product: product.product, unit: product.unit, priceFen }];
        }),
        answers: answersOf(answers),
      });
      notify.done(saidOf(saved), saved.undoId);
      onSaved(saved.groupBuyId);
    });
  };

  return (
    <Dialog
      open
      title="粘贴接龙"
      width={860}
      onClose={onClose}
      footer={
        <div className="dialog-foot">
          <Button onClick={found ? () => setReading(null) : onClose}>{found ? '改文字' : '取消'}</Button>
          {found ? (
            <Button type="primary" loading={save.isPending} onClick={onSave}>
              存成 {count(found.count.standing)} 单
            </Button>
          ) : (
            <Button type="primary" loading={read.isPending} disabled={text.trim() === ''} onClick={onRead}>
              认一认
            </Button>
          )}
        </div>
      }
    >
      {!found && (
        <div className="paste-solitaire">
          <Input.TextArea
            aria-label="接龙文字"
            autoFocus
            rows={14}
            value={text}
            placeholder={'#接龙\n周五到货 赣南脐橙 10斤装 58元\n\n1. 青柠 2箱 3号楼\n2. 老周 1箱'}
            onChange={(event) => {
              setText(event.target.value);
              setReading(null);
            }}
          />
          {accounts.length > 1 && (
            <Select<number>
              aria-label="哪个微信号的接龙"
              value={account ?? null}
              options={accounts.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={setAccountId}
            />
          )}
          {reading && <p role="alert">这段文字里没有找到接龙。接龙以「#接龙」开头，下面每行一个序号。</p>}
        </div>
      )}
      {found && reading && (
        <>
          {reading.lists.length > 1 && (
            <Select<number>
              aria-label="哪一个接龙"
              value={index}
              options={reading.lists.map((list, at) => ({ value: at, label: `${list.title || '没有标题'}（${list.count.standing} 单）` }))}
              onChange={(at) => {
                setIndex(at);
                setAnswers({});
                setPrices({});
              }}
            />
          )}
          <SolitaireReview list={found} answers={answers} onAnswers={setAnswers} prices={prices} onPrices={setPrices} />
        </>
      )}
    </Dialog>
  );
}
