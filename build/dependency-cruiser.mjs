import { readFileSync } from 'node:fs';

/**
 * The layers and feature edges of docs/architecture.md as rules for dependency-cruiser.
 * Edges between features are written once, in feature-deps.json.
 */
const edges = JSON.parse(readFileSync(new URL('./feature-deps.json', import.meta.url), 'utf8'));

const forbid = (name, from, to, comment) => ({ name, comment, severity: 'error', from, to });
const layer = (name, path, allowed, comment) =>
  forbid(name, { path }, { path: '^(electron|renderer|shared|build|tests)/', pathNot: [path, ...allowed] }, comment);

const featureRules = (side) =>
  Object.entries(edges[side]).map(([feature, uses]) =>
    forbid(
      `${side}-feature-${feature}`,
      { path: `^${side}/features/${feature}/` },
      {
        path: `^${side}/features/`,
        pathNot: [
          `^${side}/features/${feature}/`,
          ...uses.map((other) => `^${side}/features/${other}/(index\\.tsx?|[^/]+\\.schema\\.ts)$`),
        ],
      },
      'a feature uses another through its index.ts or schema, along the edges of feature-deps.json',
    ),
  );

const tests = '\\.(test|spec)\\.tsx?$';

export const options = {
  tsPreCompilationDeps: true,
  doNotFollow: { path: 'node_modules' },
  exclude: { path: ['\\.css$', tests] },
  enhancedResolveOptions: {
    extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    exportsFields: ['exports'],
    conditionNames: ['import', 'types', 'node', 'default'],
  },
};

export const rules = {
  forbidden: [
    forbid('no-cycles', {}, { circular: true }, 'a cycle has no first part to understand'),
    layer('shared-is-pure', '^shared/', [], 'shared holds contracts and formulas only'),
    forbid(
      'shared-imports-zod-only',
      { path: '^shared/' },
      { dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'core'], pathNot: 'node_modules/zod/' },
      'shared runs everywhere',
    ),
    layer('platform-knows-no-feature', '^electron/platform/', ['^shared/'], 'the platform serves every feature'),
    layer('features-below-app', '^electron/features/', ['^electron/platform/', '^shared/'], 'features know neither the app nor its hosts'),
    layer('app-below-hosts', '^electron/app/', ['^electron/features/', '^electron/platform/', '^shared/'], 'one back end, any host'),
    layer(
      'hosts',
      '^electron/hosts/',
      ['^electron/app/', '^electron/platform/', '^shared/'],
      'hosts stay thin: no feature is known to them',
    ),
    layer('renderer-lib', '^renderer/lib/', ['^shared/', '^electron/app/router\\.ts$'], 'lib has no domain screens'),
    layer('renderer-ui', '^renderer/ui/', ['^renderer/lib/', '^shared/'], 'the design system knows no feature'),
    layer(
      'renderer-features',
      '^renderer/features/',
      ['^renderer/(ui|lib)/', '^shared/'],
      'pages combine features, features do not reach up',
    ),
    forbid(
      'renderer-takes-types-only',
      { path: '^renderer/' },
      { path: '^electron/', dependencyTypesNot: ['type-only'] },
      'no back-end code in the window',
    ),
    forbid(
      'renderer-router-type-only',
      { path: '^renderer/' },
      { path: '^electron/', pathNot: '^electron/app/router\\.ts$' },
      'the router type is the only door',
    ),
    forbid('renderer-has-no-node', { path: '^renderer/' }, { dependencyTypes: ['core'] }, 'the window is sandboxed'),
    forbid(
      'electron-in-the-desktop-host-only',
      { pathNot: ['^electron/hosts/desktop/', '^electron/(main|preload)\\.ts$'] },
      { path: 'node_modules/electron/' },
      'everything else must run in plain Node',
    ),
    forbid('no-test-code-in-the-product', { path: '^(electron|renderer|shared)/' }, { path: '^(tests|build)/' }, 'what ships stands alone'),
    forbid('unresolved', {}, { couldNotResolve: true }, 'an import that leads nowhere'),
    ...featureRules('electron'),
    ...featureRules('renderer'),
  ],
};

/** Fewer modules than this means that the checker did not see the code (TypeScript it cannot read, wrong folder). */
export const fewestModules = 200;
export const folders = ['electron', 'renderer', 'shared'];
export { edges };
