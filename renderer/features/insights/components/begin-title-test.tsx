import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { type ContentCard, type PublishChannel, publishChannels } from '../../../../shared/contracts/content.ts';
import { publishChannelWords } from '../../../../shared/domain/words.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { CloseIcon, PlusIcon } from '../../../ui/icons.tsx';
import { PiecePicker, pieceName } from '../../content/index.ts';
import { useBeginTitleTest } from '../title-tests.ts';

const mostTitles = 6;

/** Why a test cannot begin yet; null = it can. */
function whatIsMissing(piece: ContentCard | null, titles: readonly string[]): string | null {
  if (!piece) return '先选一条素材';
  const written = titles.map((title) => title.trim()).filter((title) => title !== '');
  if (written.length < 2) return '至少写两个标题';
  return new Set(written).size < written.length ? '有两个标题一样' : null;
}

/** Which piece, where, and the titles to be tried. */
export function BeginTitleTest({ onClose }: { onClose: () => void }) {
  const [piece, setPiece] = useState<ContentCard | null>(null);
  const [picking, setPicking] = useState(false);
  const [channel, setChannel] = useState<PublishChannel>('xiaohongshu');
  const [titles, setTitles] = useState<readonly string[]>(['', '']);
  const begin = useBeginTitleTest(onClose);
  const missing = whatIsMissing(piece, titles);
  const write = (at: number, title: string) => setTitles(titles.map((old, place) => (place === at ? title : old)));
  const submit = () => {
    if (!piece || missing !== null || begin.isPending) return;
    begin.mutate({ contentId: piece.id, channel, titles: titles.map((title) => title.trim()).filter((title) => title !== '') });
  };
  const pick = (chosen: ContentCard) => {
    setPiece(chosen);
    setPicking(false);
    // the title it has now is one of those to be beaten
    if (titles[0] === '' && chosen.title) write(0, chosen.title);
  };
  return (
    <>
      <Dialog
        open={!picking}
        title="试几个标题"
        width={560}
        onClose={onClose}
        footer={
          <div className="title-begin-foot">
            <span role="status">{missing}</span>
            <Button onClick={onClose}>取消</Button>
            <Button type="primary" disabled={missing !== null} loading={begin.isPending} onClick={submit}>
              开始比
            </Button>
          </div>
        }
      >
        <div className="title-begin">
          <span>素材</span>
          <Button onClick={() => setPicking(true)}>{piece ? pieceName(piece) : '从素材库选一条'}</Button>
          <label htmlFor="title-channel">发在哪里</label>
          <Select
            id="title-channel"
            aria-label="发在哪里"
            value={channel}
            options={publishChannels.map((one) => ({ value: one, label: publishChannelWords[one] }))}
            onChange={setChannel}
          />
          <span>标题</span>
          <ol>
            {titles.map((title, at) => (
              // titles have no name but their place
              <li key={at}>
                <Input
                  aria-label={`第 ${at + 1} 个标题`}
                  placeholder={at === 0 ? '现在的标题' : '换个说法'}
                  maxLength={200}
                  value={title}
                  onChange={(event) => write(at, event.target.value)}
                  onPressEnter={submit}
                />
                {titles.length > 2 && (
                  <button
                    type="button"
                    className="icon-button"
                    aria-label={`去掉第 ${at + 1} 个标题`}
                    onClick={() => setTitles(titles.filter((_, place) => place !== at))}
                  >
                    <CloseIcon />
                  </button>
                )}
              </li>
            ))}
          </ol>
          {titles.length < mostTitles && (
            <Button type="text" size="small" className="title-more" icon={<PlusIcon />} onClick={() => setTitles([...titles, ''])}>
              再加一个
            </Button>
          )}
        </div>
      </Dialog>
      <PiecePicker open={picking} title="比哪一条的标题？" onClose={() => setPicking(false)} onPick={pick} />
    </>
  );
}
