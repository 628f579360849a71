import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { Dialog } from '../ui/dialog.tsx';
import { useConnection } from './event-bridge.ts';
import { keyLost } from './key-lost.ts';
import './connection-screen.css';

const texts = {
  lost: ['铁粉簿没有回应', '已经保存过的都在。正在自动重新连接；如果你已经关掉它，请重新启动，再用新地址打开。'],
  closing: ['铁粉簿已经关闭', '数据都已保存。这个页面可以关掉了；要继续，请重新启动铁粉簿，再用新地址打开。'],
  refused: [keyLost.title, keyLost.hint],
} as const;

/** Over everything while the back end does not answer; a short break shows nothing. */
export function ConnectionScreen() {
  const state = useConnection((connection) => connection.state);
  const [visible, setVisible] = useState(false);
  useEffect(() => {
    if (state === 'open') return setVisible(false);
    const timer = setTimeout(() => setVisible(true), state === 'lost' ? 1_500 : 0);
    return () => clearTimeout(timer);
  }, [state]);
  if (state === 'open' || !visible) return null;
  const [title, hint] = texts[state];
  return (
    <Dialog open title={title} onClose={() => setVisible(false)} width={440}>
      <p className="connection-hint" role="alert">
        {hint}
      </p>
      {state !== 'refused' && <Button onClick={() => location.reload()}>重新连接</Button>}
    </Dialog>
  );
}
