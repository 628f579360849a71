import { Checkbox, Radio, Select } from 'antd';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { maxPostText, type Post, textLength } from '../../../../shared/contracts/calendar.ts';
import { foldMoment } from '../../../../shared/domain/moment-fold.ts';
import { overdueBefore } from '../../../../shared/domain/overdue.ts';
import { isOneByOne } from '../../../../shared/domain/post-reach.ts';
import { postWords as wordsOfPost } from '../../../../shared/domain/post-words.ts';
import { parseTemplate, problemSentence } from '../../../../shared/domain/template.ts';
import { useAccounts } from '../../../lib/book.ts';
import { count } from '../../../lib/format.ts';
import { now } from '../../../lib/now.ts';
import { WordsPreview } from '../../content/index.ts';
import { AudiencePicker, postWords, sentWords } from '../../segments/index.ts';
import { useSetting } from '../../settings/index.ts';
import type { PostEdits, PostValues } from '../post-form.ts';
import { EmojiButton } from './emoji-button.tsx';
import { FirstAccount } from './first-account.tsx';
import { PhonePreview } from './phone-preview.tsx';
import { PieceButton } from './piece-button.tsx';
import { WhenFields } from './when-fields.tsx';
import { WritingHints } from './writing-hints.tsx';

interface FieldProps {
  values: PostValues;
  onChange: (part: PostEdits) => void;
}

/** The words of the post, how many there are, where WeChat folds them, and what is worth a second look. */
export function TextField({ values, onChange, autoFocus }: FieldProps & { autoFocus: boolean }) {
  const box = useRef<HTMLTextAreaElement>(null);
  const [phone, setPhone] = useSetting('content.phone');
  useEffect(() => {
    if (autoFocus) box.current?.focus();
  }, [autoFocus]);
  const insert = (words: string) => {
    const field = box.current;
    const start = field?.selectionStart ?? values.text.length;
    onChange({ text: values.text.slice(0, start) + words + values.text.slice(field?.selectionEnd ?? start) });
    // behind what was put in, once it stands there
    requestAnimationFrame(() => {
      field?.focus();
      field?.setSelectionRange(start + words.length, start + words.length);
    });
  };
  const show = (start: number, end: number) => {
    box.current?.focus();
    box.current?.setSelectionRange(start, end);
  };
  const over = textLength(values.text) > maxPostText;
  return (
    <div className="text-field">
      <textarea
        ref={box}
        className="post-text"
        aria-label="文字"
        aria-invalid={over}
        placeholder="写点什么？"
        value={values.text}
        onChange={(event) => onChange({ text: event.target.value })}
      />
      <div className="text-facts">
        <PieceButton values={values} onChange={onChange} />
        <EmojiButton onPick={insert} />
        <button type="button" className="text-tool" aria-pressed={phone} onClick={() => setPhone(!phone)}>
          手机上看
        </button>
        <span className={over ? 'over' : ''} aria-live={over ? 'polite' : 'off'}>
          {count(textLength(values.text))} / {count(maxPostText)}
        </span>
      </div>
      <FoldHint values={values} />
      <VariableHint values={values} />
      {phone && <PhonePreview values={values} />}
      {isOneByOne(values) && <WordsPreview text={values.text} />}
      <WritingHints text={values.text} onShow={show} />
    </div>
  );
}

/** Only a moment is folded. */
function FoldHint({ values }: { values: PostValues }) {
  const [rule] = useSetting('moments.fold');
  if (values.channel !== 'moments' || !foldMoment(values.text.trim(), rule).folded) return null;
  return <p className="field-note">朋友圈里会折叠，先露约 {rule.lines} 行（据反馈）。要紧的话放前面。</p>;
}

/** A post goes out as it stands, so nothing may be left open in it; a private one is filled in for each friend, but must be readable. */
function VariableHint({ values: { text, channel } }: { values: PostValues }) {
  const isPrivate = isOneByOne({ channel });
  const open = useMemo(() => (isPrivate ? parseTemplate(text).problems.map(problemSentence) : wordsOfPost(text).open), [text, isPrivate]);
  if (open.length === 0) return null;
  return (
    <div className="field-note error" role="alert">
      {open.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <p>{isPrivate ? '能存，改好才能发。' : '能存，改好才能复制和标为已发。要每人换成自己的，「发到哪里」选「私聊」。'}</p>
    </div>
  );
}

/** Who may see it; only a moment can be shown to some and kept from others. */
export function AudienceField({ values, onChange }: FieldProps) {
  const accountIds = useMemo(() => (values.accountId === null ? [] : [values.accountId]), [values.accountId]);
  if (values.channel !== 'moments' && values.channel !== 'private') return null;
  const words = values.channel === 'private' ? sentWords : postWords;
  return (
    <div className="audience-field">
      <span className="place-label">{words.legend}</span>
      <AudiencePicker
        value={values.audience}
        accountIds={accountIds}
        inWechat={values.channel === 'moments'}
        words={words}
        onChange={(audience) => onChange({ audience })}
      />
    </div>
  );
}

/** When it goes out, and which account posts it (a new post: several at once). `children` stand beside the time. */
export function PlaceFields({ values, onChange, post, children }: FieldProps & { post: Post | null; children?: ReactNode }) {
  const accounts = useAccounts();
  const [asksMore, setAsksMore] = useState(values.alsoAccountIds.length > 0);
  const chosen = values.accountId === null ? undefined : accounts.byId.get(values.accountId);
  const options = accounts.list.filter((account) => account.archivedAt === null || account.id === chosen?.id);
  const mayBeMore = post === null && options.length > 1;
  return (
    <div className="place-fields">
      <span className="place-label">时间</span>
      <div className="place-row">
        <WhenFields live label="发布" value={values.scheduledAt} onChange={(scheduledAt) => onChange({ scheduledAt })} />
        {children}
      </div>
      <label htmlFor="post-account">微信号</label>
      {accounts.ready && options.length === 0 ? (
        <FirstAccount onMade={(accountId) => onChange({ accountId })} />
      ) : (
        <div className="place-row">
          <Select
            id="post-account"
            className="place-account"
            aria-label="我的微信号"
            value={values.accountId ?? undefined}
            placeholder="选一个微信号"
            options={options.map((account) => ({ value: account.id, label: account.name }))}
            onChange={(accountId: number) =>
              onChange({ accountId, alsoAccountIds: values.alsoAccountIds.filter((id) => id !== accountId) })
            }
          />
          {mayBeMore && !asksMore && (
            <button type="button" className="text-tool" onClick={() => setAsksMore(true)}>
              别的号也发
            </button>
          )}
        </div>
      )}
      {mayBeMore && asksMore && (
        <Select
          mode="multiple"
          className="also-accounts"
          aria-label="同时发的微信号"
          autoFocus={values.alsoAccountIds.length === 0}
          value={values.alsoAccountIds}
          placeholder="还用哪些微信号发？"
          options={options.filter(({ id }) => id !== values.accountId).map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(alsoAccountIds: number[]) => onChange({ alsoAccountIds })}
        />
      )}
      {post !== null && post.siblings > 0 && (
        <Checkbox
          className="also-accounts"
          checked={values.alsoSiblings}
          onChange={({ target }) => onChange({ alsoSiblings: target.checked })}
        >
          另外 {post.siblings} 个微信号的也一起改
        </Checkbox>
      )}
    </div>
  );
}

const promises = {
  planned: '只是想法，到点不提醒。',
  scheduled: '到点提醒你发，没发会再问。',
} as const;

/** Planned or scheduled, in plain words. */
export function PromiseField({ values, onChange }: FieldProps) {
  const past = values.state === 'scheduled' && values.scheduledAt < overdueBefore(now());
  return (
    <div className="promise-field">
      <Radio.Group
        aria-label="计划还是已排"
        optionType="button"
        value={values.state}
        options={[
          { value: 'planned', label: '计划' },
          { value: 'scheduled', label: '已排' },
        ]}
        onChange={(event) => onChange({ state: event.target.value as PostValues['state'] })}
      />
      <p>{past ? '这个时间已经过了：保存后会在「今日」问你发了没有。' : promises[values.state]}</p>
    </div>
  );
}
