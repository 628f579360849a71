import { Button, Form } from 'antd';
import { type ReactNode, useState } from 'react';
import type { FriendDetail } from '../../../../shared/contracts/friends.ts';
import { useAccounts, useChannels } from '../../../lib/book.ts';
import { birthdayText, dateText } from '../../../lib/format.ts';
import { useShortcuts } from '../../../lib/keys.ts';
import { ageWords, genderWords, incomeWords, tieWords } from '../../../lib/words.ts';
import { useUpdateFriend } from '../mutations.ts';
import { inputOf, type PortraitValues, valuesOf } from '../portrait-values.ts';
import { ContactFields, NameFields, PortraitFields } from './portrait-fields.tsx';

function PortraitForm({ friend, focus, onDone }: { friend: FriendDetail; focus: string; onDone: () => void }) {
  const [form] = Form.useForm<PortraitValues>();
  const update = useUpdateFriend();
  const save = () => form.submit();
  useShortcuts('改资料', [
    { keys: 'mod+Enter', label: '保存资料', run: save, inFields: true },
    { keys: 'Escape', label: '取消修改', run: onDone, inFields: true },
  ]);
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      className="portrait-form"
      aria-label="好友资料"
      initialValues={valuesOf(friend)}
      onFinish={(values) => update.mutate({ id: friend.id, values: inputOf({ ...valuesOf(friend), ...values }) }, { onSuccess: onDone })}
    >
      <NameFields focus={focus} />
      <ContactFields focus={focus} />
      <PortraitFields focus={focus} />
      <div className="portrait-foot">
        <Button onClick={onDone}>取消</Button>
        <Button type="primary" loading={update.isPending} title="Ctrl+Enter" onClick={save}>
          保存资料
        </Button>
      </div>
    </Form>
  );
}

type Line = [field: string, label: string, value: ReactNode];

function useLines(friend: FriendDetail): Line[] {
  const accounts = useAccounts().byId;
  const channels = useChannels().byId;
  return [
    ['nickname', '昵称', friend.remark === '' ? null : friend.nickname],
    ['accountId', '我的微信号', accounts.get(friend.accountId)?.name],
    ['channelId', '渠道', friend.channelId === null ? null : channels.get(friend.channelId)?.name],
    ['wxid', '微信 ID', friend.wxid],
    ['alias', '微信号', friend.alias],
    ['phone', '手机', friend.phone],
    ['gender', '性别', friend.gender && genderWords[friend.gender]],
    ['birthday', '生日', friend.birthday && birthdayText(friend.birthday)],
    ['ageBand', '年龄', friend.ageBand && ageWords[friend.ageBand]],
    ['incomeBand', '收入', friend.incomeBand && incomeWords[friend.incomeBand]],
    ['tie', '关系', friend.tie && tieWords[friend.tie]],
    ['region', '地区', friend.region],
    ['address', '地址', friend.address],
    ['interests', '兴趣', friend.interests.length > 0 ? friend.interests.join('、') : null],
    ['sourceText', '来源', friend.sourceText],
    ['addedAt', '添加时间', friend.addedAt === null ? null : dateText(friend.addedAt)],
    ['signature', '个性签名', friend.signature],
    ['description', '描述', friend.description],
  ];
}

/** Who she is: what is known is read here; a click on a line edits it in place. */
export function Portrait({ friend }: { friend: FriendDetail }) {
  const [editing, setEditing] = useState<string | null>(null);
  const lines = useLines(friend);
  const known = lines.filter(([, , value]) => Boolean(value));
  const missing = lines.filter(([, , value]) => !value);
  if (editing !== null) return <PortraitForm friend={friend} focus={editing} onDone={() => setEditing(null)} />;
  return (
    <>
      <div className="panel-section-head">
        <h3>资料</h3>
        <button type="button" className="link-button" onClick={() => setEditing('remark')}>
          编辑资料
        </button>
      </div>
      <dl className="portrait-lines">
        {known.map(([field, label, value]) => (
          <div key={field}>
            <dt>{label}</dt>
            <dd>
              <button type="button" className="portrait-value" title="点一下修改" onClick={() => setEditing(field)}>
                {value}
              </button>
            </dd>
          </div>
        ))}
      </dl>
      {missing.length > 0 && (
        <p className="portrait-missing">
          还不知道：
          {missing
            .slice(0, 6)
            .map(([, label]) => label)
            .join('、')}
          {missing.length > 6 && ` 等 ${missing.length} 项`}
        </p>
      )}
    </>
  );
}
