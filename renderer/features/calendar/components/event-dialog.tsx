import { useMutation } from '@tanstack/react-query';
import { Button, DatePicker, Input, Radio } from 'antd';
import dayjs from 'dayjs';
import { useId, useState } from 'react';
import {
  type CalendarEvent,
  type CalendarEventInput,
  calendarEventKinds,
  maxEventNote,
  maxEventTitle,
} from '../../../../shared/contracts/calendar-events.ts';
import { calendarEventKindWords } from '../../../../shared/domain/words.ts';
import { client } from '../../../lib/api.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { TrashIcon } from '../../../ui/icons.tsx';
import { notify } from '../../../ui/toast.tsx';
import './dialogs.css';

const dayFormat = 'YYYY-MM-DD';

interface FieldsProps {
  values: CalendarEventInput;
  onChange: (part: Partial<CalendarEventInput>) => void;
}

function EventFields({ values: { title, kind, fromOn, toOn, note }, onChange }: FieldsProps) {
  return (
    <>
      <span>是什么</span>
      <Radio.Group
        aria-label="是什么"
        optionType="button"
        value={kind}
        options={calendarEventKinds.map((value) => ({ value, label: calendarEventKindWords[value] }))}
        onChange={(event) => onChange({ kind: event.target.value as CalendarEventInput['kind'] })}
      />
      <span>名字</span>
      <Input
        aria-label="名字"
        autoFocus
        maxLength={maxEventTitle}
        placeholder={calendarEventKindWords[kind]}
        value={title}
        onChange={(event) => onChange({ title: event.target.value })}
      />
      <span>哪几天</span>
      <DatePicker.RangePicker
        aria-label="哪几天"
        format="M月D日 ddd"
        allowClear={false}
        value={[dayjs(fromOn), dayjs(toOn)]}
        onChange={(days) => days?.[0] && days[1] && onChange({ fromOn: days[0].format(dayFormat), toOn: days[1].format(dayFormat) })}
      />
      <span>备注</span>
      <Input.TextArea
        aria-label="备注"
        rows={2}
        maxLength={maxEventNote}
        value={note}
        onChange={(event) => onChange({ note: event.target.value })}
      />
    </>
  );
}

/** A day of her own, new (`on` = where) or there already: 上新, 直播, 发货日, 其他. */
export function EventDialog({ own, on, onClose }: { own: CalendarEvent | null; on: string; onClose: () => void }) {
  const [values, setValues] = useState<CalendarEventInput>(own ?? { title: '', kind: 'newGoods', fromOn: on, toOn: on, note: '' });
  const formId = useId();
  const { title, kind, fromOn, toOn, note } = values;
  const change = (part: Partial<CalendarEventInput>) => setValues((old) => ({ ...old, ...part }));
  const input = { title: title.trim() || calendarEventKindWords[kind], kind, fromOn, toOn, note };
  const done = { onError: notify.failed, networkMode: 'always' as const };
  const save = useMutation({
    ...done,
    mutationFn: () => (own ? client.events.update.mutate({ id: own.id, values: input }) : client.events.create.mutate(input)),
    onSuccess: ({ undoId }) => {
      notify.done(`「${input.title}」记在日历上了`, undoId);
      onClose();
    },
  });
  const remove = useMutation({
    ...done,
    mutationFn: (id: number) => client.events.delete.mutate({ id }),
    onSuccess: ({ undoId }) => {
      notify.done(`「${input.title}」从日历上删掉了`, undoId);
      onClose();
    },
  });
  return (
    <Dialog
      open
      title={own ? '改这个日子' : '在日历上记一个日子'}
      width={440}
      onClose={onClose}
      footer={
        <div className="dialog-foot">
          {own && (
            <Button danger icon={<TrashIcon />} loading={remove.isPending} onClick={() => remove.mutate(own.id)}>
              删掉
            </Button>
          )}
          <Button type="primary" htmlType="submit" form={formId} loading={save.isPending}>
            记下
          </Button>
        </div>
      }
    >
      <form
        id={formId}
        className="dialog-fields"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <EventFields values={values} onChange={change} />
      </form>
    </Dialog>
  );
}
