import { Button, Form, Input } from 'antd';
import { memo, useState } from 'react';
import { useAccounts } from '../../../lib/book.ts';
import { useShortcuts } from '../../../lib/keys.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { notify } from '../../../ui/toast.tsx';
import { useSendOnce } from '../../../ui/use-send-once.ts';
import { useCreateFirstAccount, useCreateFriend } from '../mutations.ts';
import { blankValues, inputOf, type PortraitValues } from '../portrait-values.ts';
import { friendsActions, useFriendsStore } from '../store.ts';
import { ContactFields, NameFields, PortraitFields } from './portrait-fields.tsx';

/** Friends stand in an account; without one she names her first here instead of being sent away. */
function FirstAccount() {
  const [name, setName] = useState('');
  const create = useCreateFirstAccount();
  const send = useSendOnce();
  const save = () => {
    const wanted = name.trim();
    if (wanted === '') return;
    void send(() =>
      create.mutateAsync({ name: wanted, wxid: null, role: null, category: null, capacity: 10_000, standing: 'normal', note: null }),
    );
  };
  return (
    <div className="form-lines">
      <p>好友都记在你的某个微信号名下。先给你的微信号起个名字，比如「大号」或「门店号」。</p>
      <Input
        aria-label="你的微信号叫什么"
        placeholder="大号"
        maxLength={40}
        autoFocus
        value={name}
        onChange={(event) => setName(event.target.value)}
        onPressEnter={(event) => !event.nativeEvent.isComposing && save()}
      />
      <Button type="primary" loading={create.isPending} disabled={name.trim() === ''} onClick={save}>
        记下这个微信号
      </Button>
    </div>
  );
}

function FriendForm({ onCreated }: { onCreated: (id: number) => void }) {
  const { active } = useAccounts();
  const [form] = Form.useForm<PortraitValues>();
  const [more, setMore] = useState(false);
  const create = useCreateFriend();
  const send = useSendOnce();
  useShortcuts('新建好友', [{ keys: 'mod+Enter', label: '保存', run: () => form.submit(), inFields: true }]);
  const finish = (values: PortraitValues) =>
    send(async () => {
      const { id, undoId } = await create.mutateAsync(inputOf(values));
      friendsActions.create(false);
      notify.done(`已记下「${values.remark?.trim() || values.nickname?.trim()}」`, undoId);
      onCreated(id);
    });
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      className="portrait-form"
      aria-label="新建好友"
      initialValues={blankValues(active[0]?.id)}
      onFinish={finish}
    >
      <NameFields />
      <ContactFields />
      {more ? (
        <PortraitFields />
      ) : (
        <Form.Item label=" " colon={false}>
          <button type="button" className="link-button" onClick={() => setMore(true)}>
            再多写一些
          </button>
        </Form.Item>
      )}
      <div className="portrait-foot">
        <Button onClick={() => friendsActions.create(false)}>先不建</Button>
        <Button type="primary" loading={create.isPending} title="Ctrl+Enter" onClick={() => form.submit()}>
          新建好友
        </Button>
      </div>
    </Form>
  );
}

/** One friend by hand. */
export const NewFriendDialog = memo(function NewFriendDialog({ onCreated }: { onCreated: (id: number) => void }) {
  const open = useFriendsStore((state) => state.creating);
  const { active, ready } = useAccounts();
  return (
    <Dialog
      open={open}
      title={ready && active.length === 0 ? '你的微信号' : '新建好友'}
      onClose={() => friendsActions.create(false)}
      width={520}
    >
      {ready && (active.length === 0 ? <FirstAccount /> : <FriendForm onCreated={onCreated} />)}
    </Dialog>
  );
});
