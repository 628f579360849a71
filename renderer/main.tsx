// The page may not build code from text, and zod would try when its first schema is made: said before anything is loaded.
(globalThis as { __zod_globalConfig?: { jitless: boolean } }).__zod_globalConfig = { jitless: true };

void import('./app/start.tsx');
