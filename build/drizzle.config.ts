import { defineConfig } from 'drizzle-kit';

/** `npm run db:generate -- --name <intent>` writes the next migration from the *.schema.ts files. */
export default defineConfig({
  dialect: 'sqlite',
  schema: ['./electron/features/*/*.schema.ts', './electron/platform/*/*.schema.ts'],
  out: './drizzle',
});
