import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, DatePicker, Input, Segmented, Select } from 'antd';
import dayjs from 'dayjs';
import { useId, useState } from 'react';
import type { FollowUp } from '../../../../shared/contracts/follow-ups.ts';
import { parseTemplate, problemSentence } from '../../../../shared/domain/template.ts';
import { trpc } from '../../../lib/api.ts';
import { dayText } from '../../../lib/format.ts';
import { now } from '../../../lib/now.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { useFoundOptions } from '../../../ui/use-entered.ts';
import { useSendOnce } from '../../../ui/use-send-once.ts';
import { useAddFollowUp, useAddPromise, useChangeFollowUp } from '../mutations.ts';
import '../follow-ups.css';

interface Who {
  id: number;
  name: string;
}

/** Whom it is about, found by name. */
function WhoPick({ value, onPick }: { value: Who | null; onPick: (who: Who) => void }) {
  const [text, setText] = useState('');
  const isSearching = text.trim() !== '';
  const found = useQuery({
    ...trpc.friends.list.queryOptions({ filter: { text }, sort: { key: 'name', direction: 'asc' }, offset: 0, limit: 20 }),
    enabled: isSearching,
    placeholderData: keepPreviousData,
  });
  const waiting = isSearching && found.isFetching && (found.isPlaceholderData || found.data === undefined);
  const people = isSearching ? (found.data?.rows ?? []).map(({ id, name }) => ({ value: id, label: name })) : [];
  const pick = (id: number) => {
    const who = people.find((one) => one.value === id);
    setText('');
    if (who) onPick({ id, name: who.label });
  };
  const finding = useFoundOptions({ text, onText: setText, waiting, first: people[0]?.value, onPick: pick });
  return (
    <Select<number>
      aria-label="哪位好友"
      autoFocus
      placeholder="好友的名字，拼音首字母也行"
      value={value?.id ?? null}
      options={value && !isSearching ? [{ value: value.id, label: value.name }] : people}
      {...finding}
      onChange={pick}
      notFoundContent={isSearching ? '没有这个名字的好友' : '打几个字找人'}
    />
  );
}

export type NewKind = 'followUp' | 'promise';
interface NewDialogProps {
  kind: NewKind;
  /** whom it is about; null = still to be said */
  friend: Who | null;
  /** the one by hand that is to be changed; none = a new one */
  one?: FollowUp & { pick: { by: 'id' } };
  onClose: () => void;
}

/** One by hand, to be changed. */
export function ChangeDialog({ one, onClose }: { one: FollowUp; onClose: () => void }) {
  const { pick, friendId: id, name } = one;
  return pick.by === 'id' && <NewDialog kind="followUp" friend={{ id, name }} one={{ ...one, pick }} onClose={onClose} />;
}

/** A follow-up by hand, or what was promised; Enter saves. */
export function NewDialog({ kind: first, friend, one, onClose }: NewDialogProps) {
  const [kind, setKind] = useState(first);
  const [who, setWho] = useState(friend);
  const [text, setText] = useState(one?.title ?? '');
  const [words, setWords] = useState(one?.written ?? '');
  const day = one && (one.putOff === 'seller' ? one.on : one.dueOn);
  const [on, setOn] = useState(day ?? dayText(now(), first === 'promise' ? 3 : 1));
  const formId = useId();
  const [add, promise, change] = [useAddFollowUp(), useAddPromise(), useChangeFollowUp()];
  const send = useSendOnce();
  const isPromise = kind === 'promise';
  const [problem] = isPromise ? [] : parseTemplate(words).problems;
  const isWhole = who !== null && text.trim() !== '' && !problem;
  const save = () => {
    if (!who || !isWhole) return;
    void send(async () => {
      if (one) await change.mutateAsync({ id: one.pick.id, title: text, words, dueOn: on });
      else if (isPromise) await promise.mutateAsync({ friendId: who.id, text, dueOn: on });
      else await add.mutateAsync({ friendId: who.id, title: text, words, dueOn: on });
      onClose();
    });
  };
  return (
    <Dialog
      open
      title={one ? `改给「${one.name}」的跟进` : friend ? `${friend.name}：记一条` : '记一条'}
      width={460}
      onClose={onClose}
      footer={
        <div className="dialog-foot">
          <Button onClick={onClose}>{one ? '先不改' : '先不记'}</Button>
          <Button
            type="primary"
            htmlType="submit"
            form={formId}
            disabled={!isWhole}
            loading={add.isPending || promise.isPending || change.isPending}
          >
            {one ? '保存' : '记下'}
          </Button>
        </div>
      }
    >
      <form
        id={formId}
        className="follow-up-form"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        {!one && (
          <Segmented<NewKind>
            aria-label="记什么"
            value={kind}
            onChange={setKind}
            options={[
              { value: 'followUp', label: '跟进' },
              { value: 'promise', label: '我答应的事' },
            ]}
          />
        )}
        {!friend && <WhoPick value={who} onPick={setWho} />}
        <Input
          aria-label={isPromise ? '答应了什么' : '跟进什么'}
          placeholder={isPromise ? '我答应了……' : '比如：问问孩子的牙好了没'}
          maxLength={isPromise ? 200 : 60}
          autoFocus={friend !== null}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <span className="follow-up-day">
          <DatePicker
            aria-label={isPromise ? '在哪天之前' : '哪天跟进'}
            format="M月D日"
            allowClear={false}
            {...(isPromise ? {} : { minDate: dayjs(day && day < dayText(now()) ? day : now()) })}
            value={dayjs(on)}
            onChange={(day) => day && setOn(day.format('YYYY-MM-DD'))}
          />
          {isPromise ? '之前' : '跟进'}
        </span>
        {!isPromise && (
          <Input.TextArea
            aria-label="话术"
            placeholder="想好的话（可以不写，{称呼} 会换成对方的称呼）"
            maxLength={1000}
            rows={3}
            status={problem ? 'error' : ''}
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
        )}
        {problem && <small role="alert">{problemSentence(problem)}</small>}
      </form>
    </Dialog>
  );
}
