import { z } from 'zod';
/** The book either holds demo data (then it can be removed in one click) or not. */
export const demoStatus = z.object({ loaded: z.boolean(), friends: z.int(), bookEmpty: z.boolean() });
export type DemoStatus = z.infer<typeof demoStatus>;
