import { Button } from 'antd';
import { type Ref, useState } from 'react';
import type { SendCard as Card } from '../../../../shared/contracts/sending.ts';
import { unfilledIn } from '../../../../shared/domain/template.ts';
import { count, fullTime, money, spokenAgo, spokenTime } from '../../../lib/format.ts';
import { keyCaps } from '../../../lib/keys.ts';
import { CopyIcon } from '../../../ui/icons.tsx';
import { Kbd } from '../../../ui/kbd.tsx';
import { LevelPill } from '../../../ui/level.tsx';
import { QrDialog } from '../../../ui/qr-dialog.tsx';
import { SaveAssetButton, Thumb } from '../../content/index.ts';
import { answerText, LoadBar } from '../../touches/index.ts';
import { useBestHours } from '../queries.ts';
import type { useSendStep } from '../use-send-step.ts';
import { cellText } from '../words.ts';
import { CardWords } from './card-words.tsx';

export interface CardActions {
  copy(): void;
  skip(): void;
  snooze(): void;
  replied(): void;
  wake(): void;
  openFriend(): void;
}

interface SendCardProps {
  card: Card;
  /** the list rests: nothing is copied */
  paused: boolean;
  text: string;
  onText: (text: string) => void;
  field: Ref<{ focus(): void }>;
  step: ReturnType<typeof useSendStep>;
  actions: CardActions;
}

function BestHour({ friendId }: { friendId: number }) {
  const hours = useBestHours(friendId).data;
  const best = hours?.best[0];
  if (!hours || !best) return <dd>聊天还不多，看不出来</dd>;
  return (
    <dd title={hours.from === 'everybody' ? '和这位聊得还不多，这是大家的点' : undefined}>
      {cellText(best.weekday * 24 + best.hour)}前后
      {hours.from === 'everybody' ? '（大家的）' : ''}
    </dd>
  );
}

function Facts({ card }: { card: Card }) {
  const { lastOrder, lastWords } = card;
  return (
    <dl className="card-facts">
      <div>
        <dt>常在的点</dt>
        <BestHour friendId={card.friendId} />
      </div>
      <div>
        <dt>上次买</dt>
        {lastOrder ? (
          <dd title={fullTime(lastOrder.at)}>
            {spokenAgo(lastOrder.at)} {money(lastOrder.amountFen)} {lastOrder.goods}
          </dd>
        ) : (
          <dd>还没买过</dd>
        )}
      </div>
      <div>
        <dt>上次聊</dt>
        {lastWords.length === 0 ? (
          <dd>没有导入过和这位的聊天</dd>
        ) : (
          <dd>
            {lastWords.map((words) => (
              <p key={`${words.at}-${words.direction}`} title={fullTime(words.at)}>
                <b>{words.direction === 'in' ? '对方' : '我'}</b> {words.text}
              </p>
            ))}
          </dd>
        )}
      </div>
    </dl>
  );
}

/** What the button does now; `can` false = nothing, and the label says why. */
function copyButton({ step, card, paused, text }: Pick<SendCardProps, 'step' | 'card' | 'paused' | 'text'>): {
  can: boolean;
  label: string;
} {
  const next = step.steps[step.done];
  const can = card.state === 'waiting' && !card.gone;
  if (!next) return { can: false, label: '没有可以复制的' };
  if (can && paused) return { can: false, label: '名单先停着' };
  if (can && unfilledIn(text).length > 0) return { can: false, label: '缺资料，按 e 补上' };
  if (can && card.guard.answer !== 'ok' && step.done === 0) return { can, label: '仍要发…' };
  if (next.kind === 'text') return { can, label: step.steps.length > 1 ? '复制文字' : '复制，下一位' };
  const last = step.done + 1 === step.steps.length;
  return { can, label: `复制第 ${next.place} 张图${last ? '，下一位' : ''}` };
}

/** Her words for the phone; the contact is noted when she says that they went out. */
function CardQr({ card, text, step, onClose }: Pick<SendCardProps, 'card' | 'text' | 'step'> & { onClose: () => void }) {
  const sent = () => {
    onClose();
    step.sentByHand();
  };
  const footer = (
    <div className="dialog-foot">
      <Button type="primary" onClick={sent}>
        手机上发好了，记为已发
      </Button>
    </div>
  );
  return <QrDialog what={`给「${card.name}」的话`} text={text} footer={card.state === 'waiting' && footer} onClose={onClose} />;
}

function CardState({ card, actions }: Pick<SendCardProps, 'card' | 'actions'>) {
  if (card.state !== 'waiting')
    return (
      <p className="card-state done">
        {card.state === 'sent' ? '已发' : '跳过'}
        {card.settledAt !== null && `，${spokenAgo(card.settledAt)}`}
        {card.repliedAt !== null && `，${spokenAgo(card.repliedAt)}回了`}
      </p>
    );
  if (card.gone) return <p className="card-state held">对方已经删了你或拉黑了你，发不过去。可以跳过。</p>;
  if (card.snoozedUntil !== null)
    return (
      <p className="card-state">
        推到{spokenTime(card.snoozedUntil)}
        <button type="button" className="link-button" onClick={actions.wake}>
          现在就发
        </button>
      </p>
    );
  if (card.guard.answer === 'ok') return null;
  return <p className="card-state held">{answerText(card.guard)}</p>;
}

/** The clipboard takes nothing: what stands there is copied by hand or scanned, and marked as sent when she has it. */
function OtherWays({ card, step }: Pick<SendCardProps, 'card' | 'step'>) {
  const next = step.steps[step.done];
  const picture = next?.kind === 'picture' ? card.assets.find(({ id }) => id === next.assetId) : undefined;
  return (
    <div className="card-refused">
      <p role="alert">没有复制成功，剪贴板还是原来的内容，也没有记成已发。请点一下这个窗口，再按 c。</p>
      <p>
        {picture
          ? '还是不行，把这张图存下来，再从文件夹拖进微信。'
          : `还是不行，按 e 到上面的话里，${keyCaps('mod+a').join('+')} 全选、${keyCaps('mod+c').join('+')} 自己复制；或者用二维码。`}
        {picture && <SaveAssetButton asset={picture} />}
        <Button size="small" onClick={step.sentByHand}>
          发好了，记为已发
        </Button>
      </p>
    </div>
  );
}

/** One friend at a time: who she is, what she is told, and the keys for it. */
export function SendCard({ card, paused, text, onText, field, step, actions }: SendCardProps) {
  const [qr, setQr] = useState(false);
  const waiting = card.state === 'waiting';
  const copy = copyButton({ step, card, paused, text });
  // a code on the screen is a way past the guard like any other
  const held = waiting && !(copy.can && step.mayGo);
  return (
    <article className="send-card" aria-label={`给${card.name}`}>
      <header>
        <button type="button" className="send-card-name" title="看资料" onClick={actions.openFriend}>
          {card.name}
        </button>
        <LevelPill level={card.trustLevel} />
        <span className="send-card-account">{card.account}</span>
        <LoadBar load={card.guard.load} cap={card.guard.cap} answer={card.guard.answer} />
      </header>
      <CardState card={card} actions={actions} />
      <CardWords card={card} text={text} onText={onText} field={field} />
      {card.assets.length > 0 && (
        <ul className="send-card-pictures" aria-label={`图片，${count(card.assets.length)} 张`}>
          {card.assets.map((asset) => (
            <li
              key={asset.id}
              className={step.steps.slice(0, step.done).some((one) => one.kind === 'picture' && one.assetId === asset.id) ? 'done' : ''}
            >
              <Thumb asset={asset} alt={asset.name} />
            </li>
          ))}
        </ul>
      )}
      {step.refused && <OtherWays card={card} step={step} />}
      <div className="send-card-actions">
        <Button type="primary" icon={<CopyIcon />} disabled={!copy.can} loading={step.busy} onClick={actions.copy}>
          {copy.label} <Kbd keys="c" />
        </Button>
        <Button disabled={!waiting} onClick={actions.skip}>
          跳过 <Kbd keys="s" />
        </Button>
        <Button disabled={!waiting} onClick={actions.snooze}>
          晚点 <Kbd keys="z" />
        </Button>
        <Button disabled={card.repliedAt !== null} onClick={actions.replied}>
          {card.repliedAt === null ? '对方回了' : '回过了'} <Kbd keys="r" />
        </Button>
        <Button disabled={held} title={held ? '现在还不能发给这位' : undefined} onClick={() => setQr(true)}>
          二维码
        </Button>
      </div>
      <Facts card={card} />
      {qr && <CardQr {...{ card, text, step }} onClose={() => setQr(false)} />}
    </article>
  );
}
