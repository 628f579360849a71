import { create } from 'zustand';

interface Asked {
  friendId: number;
  /** leaves what shows the friend, who is going to be gone */
  onGone: () => void;
}

/** Who is about to be erased; the dialog outlives the panel it was asked from. */
export const useErasureStore = create<{ asked: Asked | null }>(() => ({ asked: null }));

export const erasureActions = {
  ask: (friendId: number, onGone: () => void) => useErasureStore.setState({ asked: { friendId, onGone } }),
  done: () => useErasureStore.setState({ asked: null }),
};
