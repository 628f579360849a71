import { useMutation } from '@tanstack/react-query';
import { Button, DatePicker, Radio, Select } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import {
  type CalendarPreview,
  type Incoming,
  type InspectCalendarInput,
  type LeftOutReason,
  maxExportDays,
} from '../../../../shared/contracts/calendar-files.ts';
import { calendarEventKindWords } from '../../../../shared/domain/words.ts';
import { client } from '../../../lib/api.ts';
import { useAccounts, usualAccount } from '../../../lib/book.ts';
import { bridge } from '../../../lib/bridge.ts';
import { clockTime, count, dayText } from '../../../lib/format.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { notify } from '../../../ui/toast.tsx';
import { CategoryMark } from '../../publishing/index.ts';
import { addDays, dayAt, dayName, rangeOf } from '../days.ts';
import '../../../ui/file-preview.css';
import './dialogs.css';

const formats = { xlsx: 'Excel', csv: 'CSV', ics: '日历文件（.ics）' } as const;
type Format = keyof typeof formats;

/** Hands the calendar out: as a table, or for other calendars. */
export function ExportDialog({ cursorAt, accountId, onClose }: { cursorAt: number; accountId: number | null; onClose: () => void }) {
  const month = rangeOf('list', cursorAt);
  const [format, setFormat] = useState<Format>('xlsx');
  const [days, setDays] = useState<[string, string]>([dayText(month.fromAt), dayText(addDays(month.toAt, -1))]);
  const save = useMutation({
    networkMode: 'always',
    mutationFn: async () => {
      const { fileId, name, count: many } = await client.calendar.export.mutate({ format, fromOn: days[0], toOn: days[1], accountId });
      return { saved: await bridge().saveExport(fileId, name), many };
    },
    onSuccess: ({ saved, many }) => {
      if (!saved) return;
      notify.done(`${count(many)} 条存好了：${saved.savedAs}`);
      onClose();
    },
    onError: notify.failed,
  });
  return (
    <Dialog
      open
      title="导出内容日历"
      width={460}
      onClose={onClose}
      footer={
        <Button type="primary" loading={save.isPending} onClick={() => save.mutate()}>
          导出 {formats[format]}
        </Button>
      }
    >
      <div className="dialog-fields">
        <span>格式</span>
        <Radio.Group
          aria-label="格式"
          value={format}
          options={Object.entries(formats).map(([value, label]) => ({ value, label }))}
          onChange={(event) => setFormat(event.target.value as Format)}
        />
        <span>哪几天</span>
        <DatePicker.RangePicker
          aria-label="哪几天"
          allowClear={false}
          disabledDate={(date, { from }) => from !== undefined && Math.abs(date.diff(from, 'day')) > maxExportDays}
          value={[dayjs(days[0]), dayjs(days[1])]}
          onChange={(range) => range?.[0] && range[1] && setDays([range[0].format('YYYY-MM-DD'), range[1].format('YYYY-MM-DD')])}
        />
        <p className="dialog-note">排期和自己记的日子都在里面。.ics 可以放进手机日历；三种都能再导回来，不会重复。</p>
      </div>
    </Dialog>
  );
}

const leftOutWords: Record<LeftOutReason, string> = {
  known: '已经有了',
  noTime: '没有看得懂的日期',
  noText: '没有内容',
  tooLong: '超过 2,000 字',
  noAccount: '本子里没有这个微信号',
  cancelled: '已经取消',
  outOfRange: '日子太早或太远',
  ruleNotUnderstood: '重复规则看不懂，只取第一次',
  zoneNotUnderstood: '时区看不懂',
  tooMany: '一次最多 2,000 条',
  damagedRow: '这一行坏了',
};

/** Takes a calendar or a table in: first a look at what would come, then all of it in one action. */
export function ImportDialog({ accountId: wanted, onClose }: { accountId: number | null; onClose: () => void }) {
  const accounts = useAccounts();
  const accountId = wanted ?? usualAccount(accounts.active)?.id ?? null;
  const [input, setInput] = useState<InspectCalendarInput | null>(null);
  const [preview, setPreview] = useState<CalendarPreview | null>(null);
  const inspect = useMutation({
    networkMode: 'always',
    mutationFn: (wanted: InspectCalendarInput) => client.calendar.inspect.mutate(wanted),
    onSuccess: (found, wanted) => {
      setInput(wanted);
      setPreview(found);
    },
    onError: notify.failed,
  });
  const bring = useMutation({
    networkMode: 'always',
    mutationFn: (wanted: InspectCalendarInput) => client.calendar.import.mutate(wanted),
    onSuccess: ({ posts, events, undoId }) => {
      notify.done(`导入了 ${count(posts)} 条内容、${count(events)} 个日子`, undoId);
      onClose();
    },
    onError: notify.failed,
  });
  const choose = async (file: File | undefined) => {
    if (!file || accountId === null) return;
    try {
      const { fileId } = await bridge().stageFile(file);
      inspect.mutate({ fileId, as: 'events', accountId });
    } catch (error) {
      notify.failed(error);
    }
  };
  const close = () => {
    if (input) client.calendar.discardFile.mutate({ fileId: input.fileId }).catch(() => undefined);
    onClose();
  };
  const many = preview ? preview.posts + preview.events : 0;
  return (
    <Dialog
      open
      title="导入日历"
      width={620}
      onClose={close}
      footer={
        preview &&
        input && (
          <Button type="primary" disabled={many === 0} loading={bring.isPending} onClick={() => bring.mutate(input)}>
            {many === 0 ? '没有新的可导入' : `导入 ${count(many)} 条`}
          </Button>
        )
      }
    >
      <div className="dialog-fields">
        <label htmlFor="calendar-file">文件</label>
        <input
          id="calendar-file"
          type="file"
          accept=".ics,.csv,.tsv,.xlsx,text/calendar"
          disabled={accountId === null || inspect.isPending}
          onChange={(event) => void choose(event.target.files?.[0])}
        />
        {!preview && <p className="dialog-note">.ics 日历，或者表格（第一行写列名：日期、时间、内容）。先给你看一眼，再导入。</p>}
        {preview && input && <ImportChoices preview={preview} input={input} onChange={inspect.mutate} />}
      </div>
      {preview && <Found preview={preview} />}
    </Dialog>
  );
}

function ImportChoices({
  preview,
  input,
  onChange,
}: {
  preview: CalendarPreview;
  input: InspectCalendarInput;
  onChange: (input: InspectCalendarInput) => void;
}) {
  const { active } = useAccounts();
  return (
    <>
      {preview.format === 'ics' && (
        <>
          <span>当作</span>
          <Radio.Group
            aria-label="当作"
            value={input.as}
            options={[
              { value: 'events', label: '自己的日子' },
              { value: 'posts', label: '计划要发的内容' },
            ]}
            onChange={(event) => onChange({ ...input, as: event.target.value as InspectCalendarInput['as'] })}
          />
        </>
      )}
      {active.length > 1 && (
        <>
          <span>微信号</span>
          <Select
            aria-label="没写微信号的归哪个"
            value={input.accountId}
            options={active.map((account) => ({ value: account.id, label: account.name }))}
            onChange={(accountId) => onChange({ ...input, accountId })}
          />
        </>
      )}
    </>
  );
}

function Found({ preview }: { preview: CalendarPreview }) {
  const { posts, events, known, leftOutCount, leftOut, cutCount, cut, sample } = preview;
  const parts = [
    posts > 0 && `${count(posts)} 条内容`,
    events > 0 && `${count(events)} 个日子`,
    known > 0 && `${count(known)} 条已经有了，不会重复`,
    leftOutCount > 0 && `${count(leftOutCount)} 处读不了`,
    cutCount > 0 && `${count(cutCount)} 处太长，放不下的没有带进来`,
  ].filter(Boolean);
  return (
    <>
      <p aria-live="polite">
        <b>{parts.join('，') || '里面没有可以导入的'}</b>
      </p>
      <ul className="file-preview" aria-label="会导入什么">
        {sample.map((item, at) => (
          <IncomingLine key={`${at}-${item.title}`} item={item} />
        ))}
      </ul>
      {cut.length > 0 && (
        <details open>
          <summary>放不下的 {count(cutCount)} 处</summary>
          <ul className="file-preview" aria-label="放不下的">
            {cut.map(({ line, what, characters, words }) => (
              <li key={`${line}-${what}`}>
                <small>第 {count(line)} 行</small>
                <small>少了 {count(characters)} 字</small>
                <span title={words}>
                  「{what}」后面放不下的：{words}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {leftOut.length > 0 && (
        <details>
          <summary>没有导入的 {count(leftOutCount)} 处</summary>
          <ul className="file-preview" aria-label="没有导入的">
            {leftOut.map(({ line, what, why }) => (
              <li key={`${line}-${why}-${what}`}>
                <small>第 {count(line)} 行</small>
                <small>{leftOutWords[why]}</small>
                <span>{what}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function IncomingLine({ item }: { item: Incoming }) {
  if (item.kind === 'event') {
    return (
      <li>
        <time>{dayName(dayAt(item.fromOn))}</time>
        <small>{calendarEventKindWords[item.eventKind]}</small>
        <span>{item.title}</span>
      </li>
    );
  }
  return (
    <li>
      <time>
        {dayName(item.scheduledAt)} {clockTime(item.scheduledAt)}
      </time>
      <CategoryMark category={item.category} />
      <span>{item.title || item.text}</span>
    </li>
  );
}
