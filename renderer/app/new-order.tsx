import { OrderForm } from '../features/orders/index.ts';

/** The order form from anywhere; apart, so that the shell starts without it. */
export default function NewOrder({ onClose }: { onClose: () => void }) {
  return <OrderForm onClose={onClose} />;
}
