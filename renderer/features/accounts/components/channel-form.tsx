import { Button, Form, Input, Radio } from 'antd';
import { type Channel, type ChannelDomain, type ChannelInput, channelDomains } from '../../../../shared/contracts/accounts.ts';
import { toAppError } from '../../../lib/api.ts';
import { errorText } from '../../../lib/error-text.ts';
import { domainWords } from '../../../lib/words.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { useSendOnce } from '../../../ui/use-send-once.ts';
import { useCreateChannel, useUpdateChannel } from '../mutations.ts';

export interface ChannelFormProps {
  /** null = a new one in `domain` */
  channel: Channel | null;
  domain: ChannelDomain;
  onClose: () => void;
}

/** Name, domain and note of a channel. */
export function ChannelForm({ channel, domain, onClose }: ChannelFormProps) {
  const [form] = Form.useForm<ChannelInput>();
  const create = useCreateChannel();
  const update = useUpdateChannel();
  const send = useSendOnce();
  const save = async (values: ChannelInput) => {
    try {
      if (channel) await update.mutateAsync({ id: channel.id, values });
      else await create.mutateAsync(values);
      onClose();
    } catch (error) {
      const app = toAppError(error);
      if (app.kind === 'nameTaken') form.setFields([{ name: 'name', errors: [errorText(app).title] }]);
      throw error;
    }
  };
  return (
    <Dialog open title={channel ? `编辑「${channel.name}」` : `添加一个${domainWords[domain]}渠道`} onClose={onClose} width={420}>
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={channel ?? { name: '', domain, note: null }}
        onFinish={(values) => void send(() => save({ ...values, note: values.note ?? null }))}
      >
        <Form.Item name="name" label="名称" rules={[{ required: true, whitespace: true, message: '给渠道起个名字，比如「小红书」' }]}>
          <Input maxLength={40} autoFocus />
        </Form.Item>
        <Form.Item name="domain" label="属于">
          <Radio.Group options={channelDomains.map((value) => ({ value, label: domainWords[value] }))} />
        </Form.Item>
        <Form.Item name="note" label="说明">
          <Input.TextArea maxLength={500} className="grow-area" />
        </Form.Item>
        <div className="dialog-foot">
          <Button onClick={onClose}>取消</Button>
          <Button type="primary" htmlType="submit" loading={create.isPending || update.isPending}>
            {channel ? '保存' : '添加渠道'}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
