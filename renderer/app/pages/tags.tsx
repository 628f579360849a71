export { TagsScreen as default } from '../../features/tags/index.ts';
