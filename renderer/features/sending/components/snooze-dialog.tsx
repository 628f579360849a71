import { Button, DatePicker } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import type { SendCard } from '../../../../shared/contracts/sending.ts';
import { now } from '../../../lib/now.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { useQuietHours } from '../../touches/index.ts';
import { useSnooze } from '../mutations.ts';
import { tomorrowBest, tonight } from '../order.ts';
import { laterText } from '../words.ts';

interface SnoozeDialogProps {
  card: SendCard;
  bestCell: number | null;
  onClose: () => void;
  /** her time is set: the next one may come */
  onSnoozed: () => void;
}

/** Later: tonight, at her hour of tomorrow, or when she says. */
export function SnoozeDialog({ card, bestCell, onClose, onSnoozed }: SnoozeDialogProps) {
  const [own, setOwn] = useState<Dayjs | null>(null);
  const snooze = useSnooze();
  const until = (at: number) => snooze.mutate({ friend: card, until: at }, { onSuccess: onSnoozed });
  const quiet = useQuietHours(card.kind);
  const evening = tonight(now(), quiet);
  const tomorrow = tomorrowBest(now(), bestCell, quiet);
  const ownAt = own?.valueOf() ?? 0;
  return (
    <Dialog open title={`「${card.name}」晚点再发`} width={380} onClose={onClose}>
      <div className="snooze">
        {evening !== null && (
          <Button autoFocus onClick={() => until(evening)}>
            今晚 20:00
          </Button>
        )}
        <Button autoFocus={evening === null} onClick={() => until(tomorrow)}>
          {laterText(tomorrow, bestCell)}
        </Button>
        <div className="snooze-own">
          <DatePicker
            aria-label="自己定时间"
            placeholder="自己定时间"
            showTime={{ format: 'HH:mm' }}
            format="M月D日 HH:mm"
            minDate={dayjs(now())}
            value={own}
            onChange={setOwn}
          />
          <Button disabled={ownAt <= now()} onClick={() => until(ownAt)}>
            就到这个时候
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
