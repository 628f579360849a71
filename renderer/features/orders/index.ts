export { OrdersScreen } from './screens/orders-screen.tsx';
