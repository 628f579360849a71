import { Button, Form, Input, InputNumber, Radio, Select } from 'antd';
import { type Account, type AccountInput, accountRoles, standings } from '../../../../shared/contracts/accounts.ts';
import { toAppError } from '../../../lib/api.ts';
import { errorText } from '../../../lib/error-text.ts';
import { roleWords, standingWords } from '../../../lib/words.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { useSendOnce } from '../../../ui/use-send-once.ts';
import { useCreateAccount, useUpdateAccount } from '../mutations.ts';
import { roleMeanings } from '../words.ts';

const fresh: AccountInput = { name: '', wxid: null, role: null, category: null, capacity: 10_000, standing: 'normal', note: null };

function StandingAndNote() {
  return (
    <>
      <Form.Item name="standing" label="现在的状态">
        <Radio.Group options={standings.map((value) => ({ value, label: standingWords[value] }))} />
      </Form.Item>
      <Form.Item name="note" label="说明">
        <Input.TextArea maxLength={500} className="grow-area" placeholder="比如 手机放在店里" />
      </Form.Item>
    </>
  );
}

/** Everything about one of her own WeChat accounts; `account` null = a new one. */
export function AccountForm({ account, onClose }: { account: Account | null; onClose: () => void }) {
  const [form] = Form.useForm<AccountInput>();
  const create = useCreateAccount();
  const update = useUpdateAccount();
  const send = useSendOnce();
  const role = Form.useWatch('role', form);
  const save = async (values: AccountInput) => {
    const whole = { ...fresh, ...values, role: values.role ?? null };
    try {
      if (account) await update.mutateAsync({ id: account.id, values: whole });
      else await create.mutateAsync(whole);
      onClose();
    } catch (error) {
      const app = toAppError(error);
      if (app.kind === 'nameTaken') form.setFields([{ name: 'name', errors: [errorText(app).title] }]);
      throw error;
    }
  };
  return (
    <Dialog open title={account ? `编辑「${account.name}」` : '添加一个微信号'} onClose={onClose} width={460}>
      <Form
        form={form}
        layout="vertical"
        initialValues={account ?? fresh}
        requiredMark={false}
        onFinish={(values) => void send(() => save(values))}
      >
        <Form.Item name="name" label="名称" rules={[{ required: true, whitespace: true, message: '给这个号起个名字，比如「护肤小号」' }]}>
          <Input maxLength={40} autoFocus placeholder="自己认得就行，比如 护肤小号" />
        </Form.Item>
        <Form.Item name="wxid" label="微信号">
          <Input maxLength={80} placeholder="可不填" />
        </Form.Item>
        <Form.Item name="role" label="分工" {...(role ? { extra: roleMeanings[role] } : {})}>
          <Select
            allowClear
            placeholder="不分工"
            aria-label="分工"
            options={accountRoles.map((value) => ({ value, label: roleWords[value] }))}
          />
        </Form.Item>
        {role === 'category' && (
          <Form.Item name="category" label="主推什么货">
            <Input maxLength={40} placeholder="比如 护肤" />
          </Form.Item>
        )}
        <Form.Item
          name="capacity"
          label="最多能加多少好友"
          extra="微信的上限约 10,000 人（据反馈）"
          rules={[{ required: true, message: '填一个数，比如 10000' }]}
        >
          <InputNumber min={1} max={100_000} precision={0} style={{ width: 160 }} />
        </Form.Item>
        <StandingAndNote />
        <div className="dialog-foot">
          <Button onClick={onClose}>取消</Button>
          <Button type="primary" htmlType="submit" loading={create.isPending || update.isPending}>
            {account ? '保存' : '添加这个微信号'}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
