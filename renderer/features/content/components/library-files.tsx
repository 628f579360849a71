import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { ContentFilter, ContentSort } from '../../../../shared/contracts/content.ts';
import type { ContentPreview, PieceProblem } from '../../../../shared/contracts/content-files.ts';
import { client } from '../../../lib/api.ts';
import { bridge } from '../../../lib/bridge.ts';
import { count } from '../../../lib/format.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { notify } from '../../../ui/toast.tsx';
import { categoryWords, formWords } from '../words.ts';
import '../../../ui/file-preview.css';
import './library-files.css';

/** Hands out what the list shows as a table, wherever she wants it. */
export const useExportPieces = () =>
  useMutation({
    networkMode: 'always',
    mutationFn: async (input: { format: 'xlsx' | 'csv'; filter: ContentFilter; sort: ContentSort }) => {
      const { fileId, name, count: many } = await client.content.export.mutate(input);
      return { saved: await bridge().saveExport(fileId, name), many };
    },
    onSuccess: ({ saved, many }) => saved && notify.done(`${count(many)} 条素材存好了：${saved.savedAs}`),
    onError: notify.failed,
  });

const problemWords: Record<PieceProblem['why'], string> = {
  known: '已经有了',
  noText: '没有文字（图片不在表里）',
  tooLong: '太长了（标题 200 字，正文 1 万字）',
  tooMany: '一次最多 20,000 条',
  damagedRow: '这一行坏了',
  category: '类别不认识，先放在「干货」',
  form: '形式不认识，先当「纯文字」',
  product: '簿子里没有这个商品，没有连上',
  words: '太长或太多（30 个，每个 30 字），没有带进来',
  number: '看不懂的数，用了平常的',
  flag: '看不懂，当作「否」',
};

/** Takes pieces in from a table: first a look at what would come and what would not, then all of it in one step. */
export function ImportPieces({ onClose }: { onClose: () => void }) {
  const [fileId, setFileId] = useState<string | null>(null);
  const drop = (id: string | null) => id !== null && void client.content.discardFile.mutate({ fileId: id }).catch(() => undefined);
  const inspect = useMutation({
    networkMode: 'always',
    mutationFn: async (file: File) => {
      drop(fileId);
      setFileId(null);
      const staged = await bridge().stageFile(file);
      setFileId(staged.fileId);
      return client.content.inspectFile.mutate({ fileId: staged.fileId });
    },
    onError: notify.failed,
  });
  const bring = useMutation({
    networkMode: 'always',
    mutationFn: (id: string) => client.content.importFile.mutate({ fileId: id }),
    onSuccess: ({ pieces, undoId }) => {
      notify.done(`导入了 ${count(pieces)} 条素材`, undoId);
      onClose();
    },
    onError: notify.failed,
  });
  const close = () => {
    drop(fileId);
    onClose();
  };
  const preview = inspect.data;
  return (
    <Dialog
      open
      title="导入素材"
      width={620}
      onClose={close}
      footer={
        preview &&
        fileId !== null && (
          <Button type="primary" disabled={preview.pieces === 0} loading={bring.isPending} onClick={() => bring.mutate(fileId)}>
            {preview.pieces === 0 ? '没有新的可导入' : `导入 ${count(preview.pieces)} 条`}
          </Button>
        )
      }
    >
      <label className="piece-file">
        <span>文件</span>
        <input
          type="file"
          accept=".csv,.tsv,.xlsx"
          disabled={inspect.isPending || bring.isPending}
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file) inspect.mutate(file);
          }}
        />
      </label>
      {preview ? (
        <Found preview={preview} />
      ) : (
        <p className="piece-file-note">
          CSV 或 Excel 表格，第一行写列名：标题、内容、类别、形式、标签、季节、商品……从这里导出的表可以原样导回来，不会重复。图片不在表里。
        </p>
      )}
    </Dialog>
  );
}

function Found({ preview }: { preview: ContentPreview }) {
  const { pieces, known, refused, refusedCount, remarks, remarkCount, sample, unusedColumns } = preview;
  const parts = [
    pieces > 0 && `${count(pieces)} 条素材`,
    known > 0 && `${count(known)} 条已经有了，不会重复`,
    refusedCount > 0 && `${count(refusedCount)} 行进不来`,
  ].filter(Boolean);
  return (
    <>
      <p aria-live="polite">
        <b>{parts.join('，') || '里面没有可以导入的'}</b>
      </p>
      {unusedColumns.length > 0 && <p className="piece-file-note">没有用上的列：{unusedColumns.join('、')}</p>}
      <Problems title={`要留意的 ${count(remarkCount)} 处，会带着进来`} name="要留意的" problems={remarks} />
      <Problems title={`没有导入的 ${count(refusedCount)} 行`} name="没有导入的" problems={refused} />
      <ul className="file-preview" aria-label="会导入什么">
        {sample.map(({ line, title, excerpt, category, form }) => (
          <li key={line}>
            <small>{categoryWords[category]}</small>
            <small>{formWords[form]}</small>
            <span>{title || excerpt}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Problems({ title, name, problems }: { title: string; name: string; problems: PieceProblem[] }) {
  if (problems.length === 0) return null;
  return (
    <details open>
      <summary>{title}</summary>
      <ul className="file-preview" aria-label={name}>
        {problems.map(({ line, what, why, said }) => (
          <li key={`${line}-${why}-${said}`}>
            <small>第 {count(line)} 行</small>
            <small>{said ? `「${said}」${problemWords[why]}` : problemWords[why]}</small>
            <span>{what}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
