import { useMutation, useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { BatchKind, batchUndoPreview, UndoBatchReport } from '../../../../shared/contracts/imports.ts';
import type { OrderUndoFacts } from '../../../../shared/contracts/orders-import.ts';
import { trpc } from '../../../lib/api.ts';
import { textOfFailure } from '../../../lib/error-text.ts';
import { count, money } from '../../../lib/format.ts';
import { ConfirmDialog } from '../../../ui/dialog.tsx';
import { notify } from '../../../ui/toast.tsx';
import { useSendOnce } from '../../../ui/use-send-once.ts';

export interface UndoBatchProps {
  kind: BatchKind;
  batchId: number;
  fileName: string;
  onDone: () => void;
  onClose: () => void;
}

type Facts = z.infer<typeof batchUndoPreview>;

const unitOf = (kind: BatchKind): string => (kind === 'bills' ? '笔' : '单');

/** Taking back is an action of its own, and the history brings a batch back later too. */
const regret = '后悔了，马上按 Ctrl+Z，或者以后在「导入过的」里点「取回来」。';

/** What was done, for the message. */
function doneText(kind: BatchKind, fileName: string, { kept, friendsKept, chats, orders }: UndoBatchReport): string {
  const stay = friendsKept > 0 ? [`${count(friendsKept)} 位你后来用过的好友留着`] : [];
  const left = kept > 0 ? [`${count(kept)} 处你后来改过的没有动`] : [];
  const unit = unitOf(kind);
  const parts = orders
    ? [
        ...(orders.removed > 0 ? [`拿走 ${count(orders.removed)} ${unit}（${money(orders.amountFen)}）`] : []),
        ...(orders.restored > 0 ? [`${count(orders.restored)} ${unit}变回原来的样子`] : []),
        ...(orders.kept > 0 ? [`${count(orders.kept)} ${unit}别的导入里也有，留着`] : []),
        ...left,
      ]
    : chats
      ? [
          `拿走 ${count(chats.removed)} 条聊天`,
          ...(chats.handedOver > 0 ? [`${count(chats.handedOver)} 条别的导入里也有，留着`] : []),
          ...(chats.friendsRemoved > 0 ? [`${count(chats.friendsRemoved)} 位新好友一起拿走`] : []),
          ...(chats.friendsKept > 0 ? [`${count(chats.friendsKept)} 位还用得着的好友留着`] : []),
        ]
      : [...stay, ...left];
  return [`已撤回导入「${fileName}」`, ...parts].join('，');
}

function button(kind: BatchKind, facts: Facts | undefined): string {
  if (facts?.orders && facts.orders.removed > 0) return `撤回，拿走 ${count(facts.orders.removed)} ${unitOf(kind)}`;
  if (facts && facts.messagesRemoved > 0) return `撤回，拿走 ${count(facts.messagesRemoved)} 条聊天`;
  if (facts && facts.friendsRemoved > 0) return `撤回，移走 ${count(facts.friendsRemoved)} 位好友`;
  return '撤回这一批';
}

function ContactFacts({ facts }: { facts: Facts }) {
  return (
    <>
      {facts.friendsRemoved > 0 && (
        <li>
          这一批新增的 <strong>{count(facts.friendsRemoved)}</strong> 位好友会拿走。
        </li>
      )}
      {facts.friendsRestored > 0 && (
        <li>
          更新过的 <strong>{count(facts.friendsRestored)}</strong> 位会变回导入前的样子，后来改过的地方不动。
        </li>
      )}
      {facts.workedOn > 0 && (
        <li>
          另外 <strong>{count(facts.workedOn)}</strong>{' '}
          位这一批新增的，你后来打过标签、写过备注、改过资料或等级，或者有了聊天和订单，会留着。
        </li>
      )}
      <li>别的好友都不受影响。{regret}</li>
    </>
  );
}

function ChatFacts({ facts }: { facts: Facts }) {
  return (
    <>
      <li>
        这一批带来的 <strong>{count(facts.messagesRemoved)}</strong> 条聊天会拿走。
      </li>
      {facts.messagesKept > 0 && (
        <li>
          <strong>{count(facts.messagesKept)}</strong> 条别的导入里也有，会留着。
        </li>
      )}
      {facts.friendsRemoved > 0 && (
        <li>
          因它新建的 <strong>{count(facts.friendsRemoved)}</strong> 位好友会一起拿走。
        </li>
      )}
      {facts.workedOn > 0 && (
        <li>
          另外 <strong>{count(facts.workedOn)}</strong> 位你后来用过、或别的聊天里也有的好友留着，只拿走聊天。
        </li>
      )}
      <li>撤回后想要回来，重新导入文件即可。</li>
    </>
  );
}

function OrderFacts({ kind, facts }: { kind: BatchKind; facts: OrderUndoFacts }) {
  const unit = unitOf(kind);
  return (
    <>
      {facts.removed > 0 && (
        <li>
          这一批带来的 <strong>{count(facts.removed)}</strong> {unit}（{money(facts.amountFen)}）会拿走。
        </li>
      )}
      {facts.restored > 0 && (
        <li>
          更新过的 <strong>{count(facts.restored)}</strong> {unit}会变回原来的样子，后来改过的地方不动。
        </li>
      )}
      {facts.kept > 0 && (
        <li>
          <strong>{count(facts.kept)}</strong> {unit}别的导入里也有，会留着。
        </li>
      )}
      {facts.workedOn > 0 && (
        <li className="warn">
          要拿走的里面，<strong>{count(facts.workedOn)}</strong> {unit}你后来认过人或改过付款，会一起拿走。
        </li>
      )}
      {facts.removed + facts.restored === 0 && <li>没有什么会拿走。</li>}
      <li>好友和聊天都不受影响。{regret}</li>
    </>
  );
}

/** Says in words what taking a batch back means, then does it. */
export function UndoBatch({ kind, batchId, fileName, onDone, onClose }: UndoBatchProps) {
  const preview = useQuery(trpc.imports.batchUndoPreview.queryOptions({ batchId }, { staleTime: 0 }));
  const send = useSendOnce();
  const undo = useMutation(
    trpc.imports.undo.mutationOptions({
      onSuccess: (report) => {
        notify.done(doneText(kind, fileName, report), report.action?.id);
        onDone();
      },
      onError: (error) => {
        notify.failed(error);
        onClose();
      },
    }),
  );
  const facts = preview.data;
  return (
    <ConfirmDialog
      open
      title={`撤回导入「${fileName}」？`}
      confirmLabel={button(kind, facts)}
      danger
      busy={undo.isPending}
      disabled={!facts}
      onConfirm={() => void send(() => undo.mutateAsync({ batchId }))}
      onClose={onClose}
    >
      {preview.error && <p role="alert">{textOfFailure(preview.error).title}</p>}
      {!facts && !preview.error && <p>正在数一数会动到谁…</p>}
      {facts && (
        <ul className="import-undo-facts">
          {facts.orders ? (
            <OrderFacts kind={kind} facts={facts.orders} />
          ) : kind === 'chats' ? (
            <ChatFacts facts={facts} />
          ) : (
            <ContactFacts facts={facts} />
          )}
        </ul>
      )}
    </ConfirmDialog>
  );
}
