import { Button, Select } from 'antd';
import { useId, useState } from 'react';
import { defaultSettings } from '../../../../shared/contracts/settings.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { useSetting } from '../../settings/index.ts';

/** as the setting allows */
const longest = 30;
const most = 500;

/** The list of words that posts are looked through for: hers to change. */
export function AdWordsDialog({ onClose }: { onClose: () => void }) {
  const id = useId();
  const [saved, save] = useSetting('content.adWords');
  const [words, setWords] = useState(saved);
  return (
    <Dialog
      open
      title="发出去之前要看一眼的词"
      width={600}
      onClose={onClose}
      footer={
        <div className="dialog-foot">
          <Button onClick={() => setWords(defaultSettings['content.adWords'])}>换回原来的词</Button>
          <span className="dialog-foot-space" />
          <Button onClick={onClose}>取消</Button>
          <Button
            type="primary"
            onClick={() => {
              save(words);
              onClose();
            }}
          >
            保存词表
          </Button>
        </div>
      }
    >
      <p className="ad-words-hint">文字里有这些词会提醒你，不会拦着你发。这是常见的词，不是法律意见。</p>
      <label className="sr-only" htmlFor={id}>
        词表
      </label>
      <Select
        id={id}
        className="ad-words-select"
        mode="tags"
        open={false}
        suffixIcon={null}
        maxCount={most}
        tokenSeparators={[',', '，', '、', ' ', '\n']}
        placeholder="写一个词，按回车"
        value={words}
        onChange={(next: string[]) =>
          setWords([...new Set(next.map((word) => word.trim().slice(0, longest)).filter((word) => word !== ''))])
        }
      />
    </Dialog>
  );
}
