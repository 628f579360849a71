import { useNavigate } from 'react-router';
import { ImportScreen } from '../../features/imports/index.ts';
import { OrderImport, PasteSolitaire } from '../../features/orders/index.ts';
import { useSetting } from '../../features/settings/index.ts';
import { useJobs } from '../event-bridge.ts';
import { pages } from './index.ts';

const chatsPath = '/chats';
const chatHref = (conversationId: number) => `${chatsPath}?c=${conversationId}`;

/** 导入: the import centre with the progress that the shell hears of. */
export default function ImportPage() {
  const jobs = useJobs((state) => state.jobs);
  const [lastAccountId, setLastAccountId] = useSetting('imports.lastAccountId');
  const hasChats = pages.some(({ path }) => path === chatsPath);
  const navigate = useNavigate();
  return (
    <ImportScreen
      jobs={jobs}
      lastAccountId={lastAccountId}
      onAccount={setLastAccountId}
      chatHref={hasChats ? chatHref : null}
      orders={(step) => (
        <OrderImport
          {...step}
          onShow={({ id, bill }) => {
            step.onDone();
            void navigate(`/orders?${bill ? 't=payments&' : ''}b=${id}`);
          }}
        />
      )}
      solitaire={({ text, onDone, onClose }) => (
        <PasteSolitaire
          text={text}
          onClose={onClose}
          onSaved={(id) => {
            onDone();
            void navigate(`/orders?t=groups&g=${id}`);
          }}
        />
      )}
    />
  );
}
