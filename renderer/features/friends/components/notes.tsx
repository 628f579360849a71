import { Button, Input } from 'antd';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { Note } from '../../../../shared/contracts/friends.ts';
import { fullTime, spokenAgo } from '../../../lib/format.ts';
import { NoteIcon, TrashIcon } from '../../../ui/icons.tsx';
import { useSendOnce } from '../../../ui/use-send-once.ts';
import { useAddNote, useDeleteNote, useUpdateNote } from '../mutations.ts';
import { friendsActions, useFriendsStore } from '../store.ts';

interface WriterProps {
  label: string;
  first: string;
  saveLabel: string;
  busy: boolean;
  onSave: (body: string) => Promise<unknown>;
  onCancel: () => void;
}

function Writer({ label, first, saveLabel, busy, onSave, onCancel }: WriterProps) {
  const [body, setBody] = useState(first);
  const send = useSendOnce();
  const save = () => body.trim() !== '' && void send(() => onSave(body.trim()));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.preventDefault();
      onCancel();
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      save();
    }
  };
  return (
    <div className="note-writer">
      <Input.TextArea
        aria-label={label}
        placeholder="记一句以后用得上的话"
        autoFocus
        className="grow-area"
        maxLength={10_000}
        value={body}
        onChange={(event) => setBody(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div className="note-foot">
        <small>Ctrl+Enter 保存</small>
        <Button size="small" onClick={onCancel}>
          取消
        </Button>
        <Button size="small" type="primary" disabled={body.trim() === ''} loading={busy} onClick={save}>
          {saveLabel}
        </Button>
      </div>
    </div>
  );
}

function NoteItem({ note }: { note: Note }) {
  const [editing, setEditing] = useState(false);
  const update = useUpdateNote();
  const remove = useDeleteNote();
  if (editing) {
    return (
      <Writer
        label="修改笔记"
        first={note.body}
        saveLabel="保存笔记"
        busy={update.isPending}
        onSave={(body) => update.mutateAsync({ id: note.id, body }, { onSuccess: () => setEditing(false) })}
        onCancel={() => setEditing(false)}
      />
    );
  }
  return (
    <li className="note">
      <p>{note.body}</p>
      <div className="note-meta">
        <time title={fullTime(note.updatedAt)}>{spokenAgo(note.createdAt)}</time>
        <button type="button" className="icon-button small" aria-label="修改这条笔记" onClick={() => setEditing(true)}>
          <NoteIcon width="13" height="13" />
        </button>
        <button
          type="button"
          className="icon-button small"
          aria-label="删除这条笔记"
          disabled={remove.isPending}
          onClick={() => remove.mutate({ id: note.id })}
        >
          <TrashIcon width="13" height="13" />
        </button>
      </div>
    </li>
  );
}

/** What she noted about one friend, newest first. `n` begins a new one. */
export function Notes({ friendId, notes }: { friendId: number; notes: readonly Note[] }) {
  const asked = useFriendsStore((state) => state.noteFor === friendId);
  const add = useAddNote();
  const section = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (asked) section.current?.scrollIntoView({ block: 'nearest' });
  }, [asked]);
  const close = () => friendsActions.writeNote(null);
  return (
    <div ref={section}>
      <div className="panel-section-head">
        <h3>笔记</h3>
        {!asked && (
          <button type="button" className="link-button" title="写笔记（N）" onClick={() => friendsActions.writeNote(friendId)}>
            写笔记
          </button>
        )}
      </div>
      {asked && (
        <Writer
          label="新笔记"
          first=""
          saveLabel="记下笔记"
          busy={add.isPending}
          onSave={(body) => add.mutateAsync({ friendId, body }, { onSuccess: close })}
          onCancel={close}
        />
      )}
      <ul>
        {notes.map((note) => (
          <NoteItem key={note.id} note={note} />
        ))}
      </ul>
      {notes.length === 0 && !asked && <p className="panel-none">还没有笔记。喜好、忌口、孩子多大，都值得记一句。</p>}
    </div>
  );
}
