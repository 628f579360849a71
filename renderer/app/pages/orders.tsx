import { useNavigate } from 'react-router';
import { OrdersScreen } from '../../features/orders/index.ts';
import { useSetting } from '../../features/settings/index.ts';
import { pageOf } from './index.ts';

/** 订单: orders, who has not paid, and the pick-up sheets of group buys. */
export default function OrdersPage() {
  const navigate = useNavigate();
  const [width, setWidth] = useSetting('orders.panelWidth');
  return (
    <OrdersScreen
      panelWidth={width}
      onPanelWidth={setWidth}
      onFriend={(id) => void navigate(`/friends?id=${id}`)}
      onImport={pageOf('import') ? () => void navigate('/import') : undefined}
    />
  );
}
