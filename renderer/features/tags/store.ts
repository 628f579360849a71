import { create } from 'zustand';

/** The dialog that is open over the tags. */
export type TagDialog = { kind: 'merge'; ids: readonly number[] } | { kind: 'delete'; ids: readonly number[] } | null;

interface TagsState {
  selected: ReadonlySet<number>;
  /** the tag whose row is an editor now */
  editing: number | null;
  /** the group (0 = none) that has an open field for a new tag */
  addingTo: number | null;
  /** the group whose head is an editor; 0 = a new group */
  editingGroup: number | null;
  dialog: TagDialog;
}

/** What is on the screen of the tags page and nowhere else. */
export const useTagsStore = create<TagsState>(() => ({
  selected: new Set(),
  editing: null,
  addingTo: null,
  editingGroup: null,
  dialog: null,
}));
const set = useTagsStore.setState;

export const tagsActions = {
  toggle: (id: number) =>
    set((state) => {
      const selected = new Set(state.selected);
      if (!selected.delete(id)) selected.add(id);
      return { selected };
    }),
  clear: () => set({ selected: new Set() }),
  edit: (editing: number | null) => set({ editing, editingGroup: null, addingTo: null }),
  addTo: (addingTo: number | null) => set({ addingTo, editing: null, editingGroup: null }),
  editGroup: (editingGroup: number | null) => set({ editingGroup, editing: null, addingTo: null }),
  ask: (dialog: TagDialog) => set({ dialog }),
};
