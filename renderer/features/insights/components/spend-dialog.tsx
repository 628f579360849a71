import { Button, InputNumber } from 'antd';
import { useId, useState } from 'react';
import type { ChannelsReport } from '../../../../shared/contracts/channel-money.ts';
import { mostSpendFen } from '../../../../shared/domain/channel-money.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { useSendOnce } from '../../../ui/use-send-once.ts';
import { useSaveSpends } from '../mutations.ts';

interface SpendDialogProps {
  channelId: number;
  name: string;
  /** YYYY-MM */
  months: readonly string[];
  spends: ChannelsReport['channels'][number]['spends'];
  onClose: () => void;
}

/** What she spent on a channel, month by month. */
export function SpendDialog({ channelId, name, months, spends, onClose }: SpendDialogProps) {
  const known = new Map(spends.map(({ month, spendFen }) => [month, spendFen]));
  const [typed, setTyped] = useState<ReadonlyMap<string, number | null>>(new Map());
  const save = useSaveSpends();
  const sendOnce = useSendOnce();
  const id = useId();
  const submit = () =>
    void sendOnce(async () => {
      if (typed.size > 0) await save.mutateAsync({ channelId, spends: [...typed].map(([month, spendFen]) => ({ month, spendFen })) });
      onClose();
    });
  return (
    <Dialog
      open
      title={`「${name}」花了多少`}
      width={420}
      onClose={onClose}
      footer={
        <div className="dialog-foot">
          <Button onClick={onClose}>取消</Button>
          <Button type="primary" loading={save.isPending} onClick={submit}>
            记下花费
          </Button>
        </div>
      }
    >
      <form
        className="spend-form"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <p>广告、红包、赠品、场地，花在这个渠道上的都算。空着就是没填。</p>
        {[...months].reverse().map((month) => {
          const fen = typed.has(month) ? typed.get(month)! : (known.get(month) ?? null);
          return (
            <div key={month}>
              <label htmlFor={`${id}-${month}`}>{`${Number(month.slice(0, 4))}年${Number(month.slice(5, 7))}月`}</label>
              <InputNumber
                id={`${id}-${month}`}
                min={0}
                max={mostSpendFen / 100}
                precision={2}
                prefix="¥"
                value={fen === null ? null : fen / 100}
                onChange={(yuan) => setTyped(new Map(typed).set(month, yuan === null ? null : Math.round(yuan * 100)))}
              />
            </div>
          );
        })}
      </form>
    </Dialog>
  );
}
