import { useMutation } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { trpc } from '../../../lib/api.ts';
import { notify } from '../../../ui/toast.tsx';
import { useSendOnce } from '../../../ui/use-send-once.ts';

/** WeChat's own limit of friends in one account (据反馈). */
const usualCapacity = 10_000;

/** There is no account yet: one is made here, so that the post need not wait. */
export function FirstAccount({ onMade }: { onMade: (id: number) => void }) {
  const [name, setName] = useState('');
  const create = useMutation(trpc.accounts.create.mutationOptions({ onSuccess: (saved) => onMade(saved.id), onError: notify.failed }));
  const send = useSendOnce();
  const wanted = name.trim();
  const make = () => {
    if (wanted === '') return;
    void send(() =>
      create.mutateAsync({ name: wanted, wxid: null, role: null, category: null, capacity: usualCapacity, standing: 'normal', note: null }),
    );
  };
  return (
    <div className="first-account">
      <Input
        aria-label="微信号的名字"
        placeholder="给你的微信号起个名字，例如 主号"
        value={name}
        maxLength={40}
        onChange={(event) => setName(event.target.value)}
        onPressEnter={make}
      />
      <Button disabled={wanted === ''} loading={create.isPending} onClick={make}>
        新建微信号
      </Button>
    </div>
  );
}
