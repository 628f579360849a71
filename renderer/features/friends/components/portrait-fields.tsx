import { DatePicker, Form, Input, Select } from 'antd';
import { ageBands, genders, incomeBands, ties } from '../../../../shared/contracts/friends.ts';
import { useAccounts, useChannels } from '../../../lib/book.ts';
import { ageWords, genderWords, incomeWords, tieWords } from '../../../lib/words.ts';
import type { PortraitValues } from '../portrait-values.ts';
import { BirthdayField } from './birthday-field.tsx';

const choices = <K extends string>(keys: readonly K[], words: Record<K, string>) => keys.map((key) => ({ value: key, label: words[key] }));
const most = (max: number) => ({ max, message: `最多 ${max} 个字` });

/** Names and where she is: what a new friend needs. */
export function NameFields({ focus }: { focus?: string | undefined }) {
  const { active } = useAccounts();
  const channels = useChannels().active;
  return (
    <>
      <Form.Item<PortraitValues>
        name="remark"
        label="备注名"
        dependencies={['nickname']}
        rules={[
          most(200),
          ({ getFieldValue }) => ({
            validator: (_, value: string | undefined) =>
              value?.trim() || (getFieldValue('nickname') as string | undefined)?.trim()
                ? Promise.resolve()
                : Promise.reject(new Error('备注名和昵称至少写一个')),
          }),
        ]}
      >
        <Input autoFocus={focus === undefined || focus === 'remark'} placeholder="你怎么称呼 TA" />
      </Form.Item>
      <Form.Item<PortraitValues> name="nickname" label="昵称" rules={[most(200)]}>
        <Input autoFocus={focus === 'nickname'} placeholder="TA 在微信里的名字" />
      </Form.Item>
      <Form.Item<PortraitValues> name="accountId" label="在我的哪个微信号里" rules={[{ required: true, message: '请选一个微信号' }]}>
        <Select options={active.map((account) => ({ value: account.id, label: account.name }))} placeholder="选一个微信号" />
      </Form.Item>
      <Form.Item<PortraitValues> name="channelId" label="从哪里来">
        <Select allowClear options={channels.map((channel) => ({ value: channel.id, label: channel.name }))} placeholder="渠道" />
      </Form.Item>
    </>
  );
}

/** How to reach her in WeChat and by phone. */
export function ContactFields({ focus }: { focus?: string | undefined }) {
  return (
    <>
      <Form.Item<PortraitValues> name="wxid" label="微信 ID" rules={[most(120)]}>
        <Input autoFocus={focus === 'wxid'} placeholder="wxid_…" spellCheck={false} />
      </Form.Item>
      <Form.Item<PortraitValues> name="alias" label="微信号" rules={[most(120)]}>
        <Input autoFocus={focus === 'alias'} spellCheck={false} />
      </Form.Item>
      <Form.Item<PortraitValues> name="phone" label="手机" rules={[most(60)]}>
        <Input autoFocus={focus === 'phone'} inputMode="tel" />
      </Form.Item>
    </>
  );
}

/** The portrait: who she is. */
export function PortraitFields({ focus }: { focus?: string | undefined }) {
  return (
    <>
      <Form.Item<PortraitValues> name="gender" label="性别">
        <Select allowClear options={choices(genders, genderWords)} placeholder="不清楚" />
      </Form.Item>
      <Form.Item<PortraitValues> name="ageBand" label="年龄">
        <Select allowClear options={choices(ageBands, ageWords)} placeholder="不清楚" />
      </Form.Item>
      <Form.Item<PortraitValues> name="incomeBand" label="收入">
        <Select allowClear options={choices(incomeBands, incomeWords)} placeholder="不清楚" />
      </Form.Item>
      <Form.Item<PortraitValues> name="tie" label="关系">
        <Select allowClear options={choices(ties, tieWords)} placeholder="不清楚" />
      </Form.Item>
      <Form.Item<PortraitValues> name="region" label="地区" rules={[most(120)]}>
        <Input autoFocus={focus === 'region'} placeholder="浙江 杭州" />
      </Form.Item>
      <Form.Item<PortraitValues> name="sourceText" label="来源" rules={[most(120)]}>
        <Input autoFocus={focus === 'sourceText'} placeholder="扫一扫、群聊、朋友推荐…" />
      </Form.Item>
      <Form.Item<PortraitValues> name="birthday" label="生日" className="wide">
        <BirthdayField />
      </Form.Item>
      <Form.Item<PortraitValues> name="interests" label="兴趣" className="wide">
        <Select
          mode="tags"
          open={false}
          suffixIcon={null}
          tokenSeparators={['，', ',', '、']}
          maxCount={40}
          placeholder="写一个按 Enter，比如：烘焙"
        />
      </Form.Item>
      <Form.Item<PortraitValues> name="addedAt" label="什么时候加上的">
        <DatePicker format="YYYY年M月D日" style={{ width: '100%' }} placeholder="不记得" />
      </Form.Item>
      <Form.Item<PortraitValues> name="address" label="地址" rules={[most(400)]}>
        <Input autoFocus={focus === 'address'} />
      </Form.Item>
      <Form.Item<PortraitValues> name="signature" label="个性签名" className="wide" rules={[most(500)]}>
        <Input autoFocus={focus === 'signature'} />
      </Form.Item>
      <Form.Item<PortraitValues> name="description" label="描述" className="wide" rules={[most(2000)]}>
        <Input.TextArea autoFocus={focus === 'description'} className="grow-area" />
      </Form.Item>
    </>
  );
}
