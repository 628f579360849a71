import { Button } from 'antd';
import { useState } from 'react';
import type { SendCard } from '../../../../shared/contracts/sending.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { answerText, causeText, OverrideChoice } from '../../touches/index.ts';

/** The guard says no: what is in the way, and the reason for going on all the same, which is kept. */
export function OverrideDialog({ card, onGo, onClose }: { card: SendCard; onGo: (reason: string) => void; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const ready = reason.trim() !== '';
  return (
    <Dialog
      open
      title={`仍要发给「${card.name}」？`}
      width={440}
      onClose={onClose}
      footer={
        <div className="dialog-foot">
          <Button onClick={onClose}>先不发</Button>
          <Button type="primary" disabled={!ready} onClick={() => onGo(reason.trim())}>
            复制并记下理由
          </Button>
        </div>
      }
    >
      <div className="override">
        <p className="override-why">{answerText(card.guard)}</p>
        {card.guard.causes.length > 0 && (
          <ul>
            {card.guard.causes.map((cause) => (
              <li key={`${cause.source}-${cause.id ?? cause.at}`}>{causeText(cause)}</li>
            ))}
          </ul>
        )}
        <h3>为什么还是要发？</h3>
        <OverrideChoice value={reason} onChange={setReason} />
        <p className="dialog-note">理由会记在这位好友的经过里，以后翻得到。</p>
      </div>
    </Dialog>
  );
}
