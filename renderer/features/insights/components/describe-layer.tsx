import { Button, Input } from 'antd';
import { useId, useState } from 'react';
import { firstLayerWords, type LayerCode } from '../../../../shared/domain/layers.ts';
import { useLayerWords } from '../../../lib/layer-words.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { useSendOnce } from '../../../ui/use-send-once.ts';
import { useDescribeLayer } from '../mutations.ts';

/** What she calls a layer, and what she does for its people. */
export function DescribeLayer({ code, onClose }: { code: LayerCode; onClose: () => void }) {
  const words = useLayerWords()(code);
  const first = firstLayerWords[code];
  const [label, setLabel] = useState(words.label);
  const [plan, setPlan] = useState(words.plan);
  const describe = useDescribeLayer();
  const sendOnce = useSendOnce();
  const id = useId();
  const save = () =>
    void sendOnce(async () => {
      await describe.mutateAsync({ code, label: label.trim(), plan: plan.trim() });
      onClose();
    });
  return (
    <Dialog
      open
      title={`怎么照顾「${words.label}」`}
      width={520}
      onClose={onClose}
      footer={
        <div className="dialog-foot">
          <Button
            onClick={() => {
              setLabel(first.label);
              setPlan(first.plan);
            }}
          >
            恢复默认
          </Button>
          <span className="layer-space" />
          <Button onClick={onClose}>取消</Button>
          <Button type="primary" loading={describe.isPending} onClick={save}>
            保存
          </Button>
        </div>
      }
    >
      <div className="describe-layer">
        <p>{words.who}</p>
        <label htmlFor={`${id}-label`}>叫什么</label>
        <Input id={`${id}-label`} maxLength={20} value={label} onChange={(event) => setLabel(event.target.value)} />
        <label htmlFor={`${id}-plan`}>怎么照顾</label>
        <textarea id={`${id}-plan`} rows={5} maxLength={1000} value={plan} onChange={(event) => setPlan(event.target.value)} />
      </div>
    </Dialog>
  );
}
