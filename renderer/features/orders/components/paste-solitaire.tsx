import { useMutation } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import type { SolitaireReading } from '../../../../shared/contracts/orders-solitaire.ts';
import { trpc } from '../../../lib/api.ts';
import { useAccounts } from '../../../lib/book.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { notify } from '../../../ui/toast.tsx';
import { useSaveSolitaire } from '../mutations.ts';
import { SaveSolitaire, SolitaireLists, useSolitaireChoice } from './solitaire-lists.tsx';

export interface PasteSolitaireProps {
  /** words that are known already, e.g. from a file */
  text?: string;
  onSaved: (groupBuyId: number) => void;
  onClose: () => void;
}

/** A 接龙 from the clipboard: read, looked through, saved as orders. Nothing is written before she says so. */
export function PasteSolitaire({ text: given = '', onSaved, onClose }: PasteSolitaireProps) {
  const { list: accounts } = useAccounts();
  const [accountId, setAccountId] = useState<number | null>(null);
  const [text, setText] = useState(given);
  const [reading, setReading] = useState<SolitaireReading | null>(null);
  const choice = useSolitaireChoice(reading);
  const read = useMutation(trpc.solitaire.read.mutationOptions({ onError: notify.failed }));
  const save = useSaveSolitaire();
  const account = accountId ?? accounts[0]?.id;
  const found = choice.list;

  const onRead = () => {
    if (account === undefined || text.trim() === '') return;
    read.mutate(
      { accountId: account, text, at: null, conversationId: null },
      {
        onSuccess: (result) => {
          setReading(result);
          choice.choose(0);
        },
      },
    );
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
          {found && account !== undefined ? (
            <SaveSolitaire
              choice={choice}
              save={(decisions) => save.mutateAsync({ accountId: account, text, at: null, conversationId: null, ...decisions })}
              busy={save.isPending}
              onSaved={onSaved}
            />
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
      {found && reading && account !== undefined && <SolitaireLists accountId={account} reading={reading} choice={choice} />}
    </Dialog>
  );
}
