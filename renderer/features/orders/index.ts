import './orders.css';
import './group-buys.css';

export { FriendOrders } from './components/friend-orders.tsx';
export { OrderForm } from './components/order-form.tsx';
export { OrderImport, type OrderImportProps } from './components/order-import.tsx';
export { PasteSolitaire } from './components/paste-solitaire.tsx';
export { OrdersScreen } from './screens/orders-screen.tsx';
