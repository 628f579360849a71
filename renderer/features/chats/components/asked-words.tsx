import { Button, Select } from 'antd';
import { useId, useState } from 'react';
import { defaultSettings } from '../../../../shared/contracts/settings.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { useSetting } from '../../settings/index.ts';

/** as the setting allows */
const longest = 30;
const most = 100;

interface WordsFieldProps {
  label: string;
  words: string[];
  onChange: (words: string[]) => void;
}

function WordsField({ label, words, onChange }: WordsFieldProps) {
  const id = useId();
  return (
    <div className="asked-words-field">
      <label htmlFor={id}>{label}</label>
      <Select
        id={id}
        mode="tags"
        open={false}
        suffixIcon={null}
        maxCount={most}
        tokenSeparators={[',', '，', '、', ' ', '\n']}
        placeholder="写一个词，按回车"
        value={words}
        onChange={(next: string[]) =>
          onChange([...new Set(next.map((word) => word.trim().slice(0, longest)).filter((word) => word !== ''))])
        }
      />
    </div>
  );
}

interface AskedWordsProps {
  onClose: () => void;
}

/** The words by which messages count as questions about price or product; they are hers to change. */
export function AskedWords({ onClose }: AskedWordsProps) {
  const [savedPrice, savePrice] = useSetting('chats.priceWords');
  const [savedProduct, saveProduct] = useSetting('chats.productWords');
  const [price, setPrice] = useState(savedPrice);
  const [product, setProduct] = useState(savedProduct);
  return (
    <Dialog
      open
      title="哪些词算问过"
      width={560}
      onClose={onClose}
      footer={
        <div className="dialog-foot">
          <Button
            onClick={() => {
              setPrice(defaultSettings['chats.priceWords']);
              setProduct(defaultSettings['chats.productWords']);
            }}
          >
            换回原来的词
          </Button>
          <span className="asked-words-space" />
          <Button onClick={onClose}>取消</Button>
          <Button
            type="primary"
            onClick={() => {
              savePrice(price);
              saveProduct(product);
              onClose();
            }}
          >
            保存
          </Button>
        </div>
      }
    >
      <p className="asked-words-hint">对方说的话里有这些词，就算问过。改了以后，所有好友会重新数一遍。</p>
      <WordsField label="问价格" words={price} onChange={setPrice} />
      <WordsField label="问产品" words={product} onChange={setProduct} />
    </Dialog>
  );
}
