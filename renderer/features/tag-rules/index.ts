export { TagRulesScreen } from './screens/tag-rules-screen.tsx';
