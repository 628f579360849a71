import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import { edges, fewestModules, folders, options, rules } from './dependency-cruiser.mjs';

/** `npm run imports`: layers, feature edges, and which feature's tables a feature's SQL may name. Exit code 1 on any breach. */
const root = new URL('..', import.meta.url).pathname;
process.chdir(root);

const problems = [];
const { output } = await cruise(folders, { ...options, ruleSet: rules, validate: true });
const seen = output.modules.filter((module) => folders.some((folder) => module.source.startsWith(`${folder}/`))).length;
if (seen < fewestModules) problems.push(`only ${seen} modules were seen, at least ${fewestModules} expected: the checker is blind`);
for (const { rule, from, to } of output.summary.violations) if (rule.severity === 'error') problems.push(`${rule.name}: ${from} → ${to}`);
problems.push(...edgeProblems(), ...tableProblems());

for (const problem of problems) console.error(problem);
console.log(`import rules: ${seen} modules, ${problems.length} breaches`);
process.exit(problems.length > 0 ? 1 : 0);

/** The edges themselves: no cycle, no folder without an entry, no entry without a folder. */
function edgeProblems() {
  const found = [];
  for (const side of ['electron', 'renderer']) {
    const features = readdirSync(join(side, 'features'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
    for (const feature of features) if (!edges[side][feature]) found.push(`feature-deps.json: ${side}/${feature} is missing`);
    for (const feature of Object.keys(edges[side]))
      if (!existsSync(join(side, 'features', feature))) found.push(`feature-deps.json: ${side}/${feature} does not exist`);
    const walk = (feature, path) => {
      if (path.includes(feature)) return found.push(`feature-deps.json: cycle ${[...path, feature].join(' → ')}`);
      for (const next of edges[side][feature] ?? []) walk(next, [...path, feature]);
    };
    for (const feature of Object.keys(edges[side])) walk(feature, []);
  }
  return found;
}

/** SQL reaches across features without an import: a feature may name its own tables and those of the features it may use. */
function tableProblems() {
  const owner = new Map();
  const files = [];
  for (const { name: feature } of readdirSync('electron/features', { withFileTypes: true }).filter((entry) => entry.isDirectory()))
    for (const name of readdirSync(join('electron/features', feature), { recursive: true })) {
      const file = join('electron/features', feature, name);
      if (!name.endsWith('.ts') || name.endsWith('.test.ts')) continue;
      const text = readFileSync(file, 'utf8');
      files.push({ feature, file, text });
      if (name.endsWith('.schema.ts')) for (const [, table] of text.matchAll(/sqliteTable\(\s*'(\w+)'/g)) owner.set(table, feature);
    }
  const found = [];
  for (const { feature, file, text } of files)
    for (const [, table] of text.matchAll(/\b(?:FROM|JOIN|INTO|UPDATE)\s+"?(\w+)"?/g)) {
      const of = owner.get(table);
      if (of && of !== feature && !edges.electron[feature]?.includes(of)) found.push(`table-owner: ${file} names ${table} of ${of}`);
    }
  return [...new Set(found)];
}
