export { lockRouter } from './lock.router.ts';
export { lockFor } from './lock.ts';
