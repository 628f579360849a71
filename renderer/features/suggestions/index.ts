export { FriendSuggestions } from './components/friend-suggestions.tsx';
export { OpenSuggestions } from './components/open-suggestions.tsx';
export type { OpenProof } from './components/proofs.tsx';
export { SuggestionsView } from './screens/suggestions-view.tsx';
