export { AccountsScreen as default } from '../../features/accounts/index.ts';
