export { OpenQueues } from './components/open-queues.tsx';
export { MiniWindow } from './screens/mini-window.tsx';
export { QueueScreen } from './screens/queue-screen.tsx';
export { QueuesScreen } from './screens/queues-screen.tsx';
export { sendingActions } from './store.ts';
